/** All that a flow may import: how to define one, what it may ask of the programme, what it can say. */

import { type AnyStateMachine, fromPromise, type PromiseActorLogic } from 'xstate';
import type { Attachment, Reply } from './reply.ts';
import type { ServiceName, Services } from './services.ts';
import type { Text } from './text.ts';
import type { Intent } from './understanding/understanding.ts';

export type { RsvpAnswer } from '../../db/schema/tables.ts';
export { pesos } from '../domain/works/money.ts';
export { isFinished, LONGEST, statusesOf } from '../domain/works/statuses.ts';
export type { ClinicCount, CountFound, CountList, CountRow, ScopeCount } from './attendance-services.ts';
export {
  type BallotDesk,
  type BallotLine,
  type BallotView,
  type CostSource,
  HIGHEST_MOST,
  LONGEST_SOURCE,
  MOST_ITEMS,
  type NeedOffer,
} from './ballot-services.ts';
export type { TimeDraft, TimeHeard, TimePart } from './ballot-times.ts';
export type {
  Desk,
  NoticePreview,
  NoticeRead,
  NoticeReported,
  NoticeView,
  SegmentName,
  SendTime,
} from './broadcast-services.ts';
export type { CallDraft, CallHeard, CallPart } from './call-draft.ts';
export type { CallAim, CallDeed, CalledAssembly, CallPreview, CallSheet } from './call-services.ts';
export type {
  CallDesk,
  DaysHeard,
  FileChecked,
  FileLoaded,
  ImportMode,
  ManyChange,
  ManyPreview,
  PendingCall,
} from './calls-services.ts';
export {
  type CommitteeFound,
  LONGEST_NAME,
  LONGEST_POST,
  type OpenCode,
  type PostHeld,
  type PostOption,
  type RoleOption,
} from './committee-services.ts';
export { type ConcernEntry, type ConcernOption, LONGEST_CONCERN } from './concern-services.ts';
export type { WonOption } from './decided-services.ts';
export {
  type ElectedOption,
  type ElectionView,
  LONGEST_SEAT,
  SEAT_ROLES,
  type Seat,
  type SeatRole,
  type SeatsView,
} from './election-services.ts';
export type { Arrived, DoorFound, DoorSaid, EntryMarked } from './entry-services.ts';
export type { MinutesView, Rows } from './minutes-services.ts';
export type { Area, Into, NeedShown, Noted, WaitingNeed } from './need-review-services.ts';
export { LONGEST_DETAIL, type NeedFound, type NeedMeant, type PetitionList, type Proposed } from './needs-services.ts';
export type { OfficeEntry, RoleTaken } from './office-services.ts';
export type { PaperView } from './paper-count-services.ts';
export type { RelayReach } from './relay-services.ts';
export type { Attachment } from './reply.ts';
export { roundPesos } from './result-lines.ts';
export type { ResultFormat, ResultFound, ResultView, SecondReadingView } from './result-services.ts';
export type {
  AssemblyFound,
  ClinicFound,
  ClinicOption,
  ClinicsFound,
  Inquiry,
  LinkPreview,
  LinkRedeemed,
  PersonalData,
  PlaceOption,
  ServiceName,
  Services,
} from './services.ts';
export type { Text, TextValue } from './text.ts';
export type { RoleWord } from './understanding/intent.ts';
export type { CastSaid, OnBallot, ReceiptSaid, VoteFound, VoteView } from './vote-services.ts';
export type {
  DatesTaken,
  DayTyped,
  ProgressFound,
  PublicWork,
  SpendingView,
  WorkDetail,
  WorksToInform,
  WorkView,
} from './works-services.ts';

/** What happens to a flow: its own choices by their names, and these. */
export interface FlowEvent {
  type: string;
  [detail: string]: unknown;
}

export interface Choice {
  /** A text, or a name as it is. */
  label: Text | string;
  hint?: Text | string;
  event: FlowEvent;
  /** What a bare "sí" or "no" stands for here. */
  means?: 'yes' | 'no';
}

/** A question at rest. A pure function of the saved context: asked again, its choices are the same. */
export interface Screen {
  /** Paragraphs. */
  text: readonly Text[];
  choices?: readonly Choice[];
  /** Absent: the choices alone. */
  expects?: Reply['expects'];
  /** The question asks for a place: BAJA (California) and ALTO are no words for notices here. */
  asksPlace?: boolean;
  /** Whatever is typed is the answer, as `{ type: 'text', text }`; only emergencies and global words come before. */
  free?: boolean;
  /** Texts that list words of this screen, between commas: one of them alone is an answer, also where it is nearly a global word. */
  ownWords?: readonly Text[];
  /** Check-in codes are an answer, as `{ type: 'text', text }`: two of them are no invitation. */
  codes?: boolean;
  /** What is typed goes to another person as it is: of the global words only those count that lead somewhere, as they are printed. */
  carried?: boolean;
  /** What was written would be lost: no sentence leads away, only printed words. */
  draft?: boolean;
  /** With `free`, and no choices: digits without a word are an answer too. */
  digits?: boolean;
  /** Beside the choices: several numbers in one message, and nothing else, are an answer, as `{ type: 'text', text }`. */
  figures?: boolean;
  /** Whatever is typed and is no choice, word for word, is an answer: "a las 2" does not choose the second. */
  sentences?: boolean;
  /**
   * What is listed, by number from 1: several of them in one message, or some that are to be taken off again, are an answer,
   * as `{ type: 'picks', picks, removes }` with their places from 0. A choice comes before. A text that refuses what it names, or
   * wants it in place of another, has `against`.
   */
  several?: readonly string[];
  /** Sentences that mean these are about the open question: an answer as `{ type: 'text', text }`. */
  stays?: readonly Intent['name'][];
  /** It shows what nobody else is to know: wiped from the outbox once delivered. */
  secret?: boolean;
  /** A number is the answer, as `{ type: 'number', number }`. */
  number?: { from: number; to: number };
  /** Something would be lost by starting over: after a day the person is asked whether to go on. */
  unfinished?: boolean;
}

/** Said once, above the question that follows. */
export interface Say extends Text {
  location?: Reply['location'];
  image?: Attachment;
  document?: Attachment;
  /** Wiped from the outbox once delivered. */
  secret?: boolean;
}

/** What every flow is given when it opens, beside what was asked of it. */
export interface Arrival {
  /** The first message of this person: nothing about them is stored before they have seen the notice of privacy. */
  first?: boolean;
  /** The clinic that the conversation is about. */
  clinicId?: number;
  /** They hold a role, or held one. */
  office?: boolean;
}

/** Where a flow leads when it ends: the `output` of its machine. Without one, to the menu. */
export interface Next {
  flow: string;
  input?: Record<string, unknown>;
}

export interface Flow {
  /** Its folder, and the namespace of its texts. */
  name: string;
  /** Grows when a state or the context changes shape: conversations of another version restart politely. */
  version: number;
  machine: AnyStateMachine;
  /** By the name that a state's `meta.screen` gives. */
  screens: Readonly<Record<string, (context: never) => Screen>>;
  /** The intents that open it, from anywhere, and the input each gives the machine. */
  opens: { readonly [N in Intent['name']]?: (intent: Extract<Intent, { name: N }>) => Record<string, unknown> };
}

export function defineFlow(flow: Flow): Flow {
  return flow;
}

type ServiceActors<N extends ServiceName> = {
  [K in N]: PromiseActorLogic<Awaited<ReturnType<Services[K]>>, Parameters<Services[K]>[0]>;
};

/** The services a flow invokes, by name. They are run by the engine, inside the unit of work of the message. */
export function services<N extends ServiceName>(...names: N[]): ServiceActors<N> {
  const standIn = fromPromise(async () => {
    throw new Error('Services are run by the engine, never by the machine.');
  });
  return Object.fromEntries(names.map((name) => [name, standIn])) as unknown as ServiceActors<N>;
}

/** The one action of flows: `{ type: 'say', params: { key, values } }`. */
export const actions = {
  say: (_: unknown, _said: Say) => {},
};

/** The code of a refusal that a service answered with, in `onError`. */
export function refusal(event: object): string {
  const error = 'error' in event ? event.error : undefined;
  return error instanceof Error && error.name === 'Refusal' ? error.message : '';
}

const PAGE = 7;

/** The options of one page as choices, with "see more" after them while there are more; `more` turns the page. */
export function page<T>(options: readonly T[], at: number, choice: (option: T) => Choice): Choice[] {
  const shown = options.slice(at * PAGE, (at + 1) * PAGE).map(choice);
  if (options.length > (at + 1) * PAGE) shown.push({ label: { key: 'conversation:more' }, event: { type: 'more' } });
  return shown;
}

/** The page after this one; the first again after the last. */
export function nextPage(options: readonly unknown[], at: number): number {
  return (at + 1) * PAGE < options.length ? at + 1 : 0;
}
