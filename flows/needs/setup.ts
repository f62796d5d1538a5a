/** What the needs flow knows, may happen to it, and does: everything but its states. */

import { assign, setup } from 'xstate';
import {
  type Arrival,
  actions,
  type FlowEvent,
  LONGEST,
  LONGEST_DETAIL,
  type NeedFound,
  type Next,
  type Proposed,
  refusal,
  services,
} from '../../src/conversation/flow.ts';
import { isNumbers, isOnlyWish, isPlaceOrTime, isQuestion, isWish } from './heard.ts';

export interface NeedsInput extends Arrival {
  /** What is lacking, as typed. */
  text?: string;
  /** They support this one: more is to be said of it. */
  needId?: number;
}

export interface NeedsContext extends NeedsInput {
  clinic: string;
  clinicId: number;
  /** In own words, as long as the catalogue does not have it. */
  title: string;
  kind: NeedFound['kind'];
  options: NeedFound[];
  page: number;
  /** Null: what is in `title`. */
  chosen: NeedFound | null;
  isNewService: boolean;
  needId: number;
  hasDetail: boolean;
  hasPhoto: boolean;
  /** Kept until they have said whether it may be seen. */
  photoId: number;
  /** Something was proposed just now. */
  again: boolean;
  next: Next | null;
}

type NeedsEvent =
  | { type: 'text'; text: string }
  | { type: 'photo'; mime: string; data: string }
  | { type: 'list'; kind: NeedFound['kind'] }
  | { type: 'kind'; kind: NeedFound['kind'] }
  | { type: 'option'; option: NeedFound }
  | { type: 'own' | 'more' | 'yes' | 'no' | 'skip' | 'clean' | 'unclean' | 'petitions' | 'done' | 'back' };

export const typed = (event: FlowEvent) => ('text' in event ? String(event.text).trim() : '');
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
const found = (event: FlowEvent) => event.output as { found: NeedFound[]; isNewService: boolean; isOnlyName: boolean };
const proposed = (event: FlowEvent) => event.output as Proposed;

export const NOTHING = {
  title: '',
  options: [],
  page: 0,
  chosen: null,
  kind: 'obra',
  isNewService: false,
  needId: 0,
  hasDetail: false,
  hasPhoto: false,
  photoId: 0,
} as const satisfies Partial<NeedsContext>;

export const said = (key: string) => ({ type: 'say', params: { key: `needs:${key}` } }) as const;

/** Of the catalogue by its code; what only the list has by its id there. */
export const meant = ({ code, needId }: NeedFound) => (code === null ? { needId: needId ?? 0 } : { code });

/** What came of it, and who looks at it where it waits. */
export function receipt({ output }: { output: Proposed }, { clinic }: NeedsContext) {
  const { outcome, title, supports, isNewService, isReviewed } = output;
  const how = !isReviewed ? 'waitsForNobody' : isNewService ? 'waitsNewService' : 'waits';
  return { key: `needs:done.${outcome === 'waits' ? how : outcome}`, values: { title, clinic, count: supports } };
}

export const needsSetup = setup({
  types: {} as { input: NeedsInput; context: NeedsContext; events: NeedsEvent; output: Next },
  actors: services(
    'needPlace',
    'findNeeds',
    'isNeedDecided',
    'needsOfKind',
    'proposeNeed',
    'addNeedDetail',
    'keepNeedPhoto',
    'showNeedPhoto',
    'discardPhoto',
  ),
  actions: {
    ...actions,
    keepTyped: assign(({ event }) => ({ ...NOTHING, title: capital(typed(event)) })),
    keepFound: assign({
      options: ({ event }) => found(event).found,
      isNewService: ({ event }) => found(event).isNewService,
      page: 0,
    }),
    /** Another one than the one that is spoken of. */
    keepOther: assign(({ context: { title }, event }) => {
      const { found: options, isNewService } = found(event);
      const [only = null, ...more] = options;
      const isOne = more.length === 0;
      return { ...NOTHING, title: capital(title), isNewService, options, chosen: isOne ? only : null };
    }),
    /** The only one that fits; the words stay, in case it is something else. */
    keepOnly: assign({ chosen: ({ event }) => found(event).found[0] ?? null, options: [] }),
    keepChosen: assign(({ event }) =>
      event.type === 'option' ? { chosen: event.option, title: '', options: [], isNewService: false } : {},
    ),
    keepProposed: assign(({ event }) => ({ ...NOTHING, needId: proposed(event).needId, again: true })),
  },
  guards: {
    hasText: ({ context: { text = '' } }) => text !== '' && !isOnlyWish(text),
    hasChosen: ({ context }) => context.chosen !== null,
    hasNeed: ({ context }) => context.needId !== 0,
    hasNoClinic: ({ event }) => (event as FlowEvent & { output: { clinic?: object } }).output.clinic === undefined,
    isDone: ({ event }) =>
      /^\W*(listo|ya|(ya )?es todo|nada( m[aá]s)?|ninguna( otra)?|fin|that('?s| is) all|nothing( else)?|done)\W*$/i.test(
        typed(event),
      ),
    isEnough: ({ event }) =>
      /^\W*((muchas )?gracias|ok(ay)?|listo|ya|(ya )?es todo|nada( m[aá]s)?|as[ií]( est[aá])?( bien)?|est[aá] bien|no,? gracias|sin (foto|detalle)|menos|thanks?( you)?|no,? thanks?( you)?|that('?s| is) all|done)\W*$/i.test(
        typed(event),
      ),
    /** Asked in the place of a detail. */
    isOfAssembly: ({ event }) =>
      /^\W*(cu[aá]ndo|d[oó]nde|en d[oó]nde|a qu[eé]|qu[eé]|when|where|what).*(asamblea|junta|reuni[oó]n|assembly|meeting)/i.test(
        typed(event),
      ),
    /** Said in the place of a detail: another need. */
    isAnother: ({ event }) =>
      /^\W*((y )?tambi[eé]n|adem[aá]s|otra cosa|hacen? falta|also|another thing|we (also )?need)(?!\p{L})/iu.test(
        typed(event),
      ),
    isOnlyWish: ({ event }) => isOnlyWish(typed(event)),
    isNumbers: ({ event }) => isNumbers(typed(event)),
    isQuestion: ({ event }) => isQuestion(typed(event)),
    /** The words surely name something else of the catalogue, and not where the one spoken of is. */
    isOther: ({ context: { needId, title }, event }) => {
      const { found: all, isOnlyName } = found(event);
      const isThis = all.some((each) => each.needId === needId);
      return all.length > 0 && !isThis && (isWish(title) || (isOnlyName && !isPlaceOrTime(title)));
    },
    isDecided: ({ event }) => (event as FlowEvent).output === true,
    isDetailsFull: ({ event }) => refusal(event) === 'details-full',
    isLongDetail: ({ event }) => typed(event).length > LONGEST_DETAIL,
    isLongTitle: ({ context }) => context.title.length > LONGEST.title,
    isOnlyOne: ({ event }) => found(event).found.length === 1 && !found(event).isNewService,
    isAny: ({ event }) => found(event).found.length > 0,
    isFull: ({ event }) => refusal(event) === 'needs-full',
    isMine: ({ context }) => context.chosen?.isMine === true,
    isComplete: ({ context }) => context.hasDetail && context.hasPhoto,
    isSlip: ({ event }) => ['text-long', 'text-empty'].includes(refusal(event)),
  },
});
