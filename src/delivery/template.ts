/** Notices as templates: the texts that a platform wants to approve before it passes them on to who was silent long. */

import type { Template } from '../channels/channel.ts';
import type { Localizer } from '../conversation/localize.ts';
import type { Text } from '../conversation/text.ts';

/** The notices that can come unasked, by the key of what they say, and the names of its values. */
const notices = {
  'notice:announcement': ['clinic', 'when', 'where', 'place'],
  'notice:announcementPending': ['clinic', 'when', 'where', 'place'],
  'notice:moved': ['clinic', 'when', 'where', 'place'],
  'notice:movedPending': ['clinic', 'when', 'where', 'place'],
  'notice:confirmed': ['clinic', 'when', 'where', 'place'],
  'notice:cancelled': ['clinic', 'when'],
  'notice:cancelledBecause': ['clinic', 'when', 'reason'],
  'notice:reminder': ['clinic', 'when', 'where', 'place'],
  'notice:reminderPending': ['clinic', 'when', 'where', 'place'],
} as const;

/** What those in office are told of calls. */
const ofCalls = {
  'notice:callPending': ['clinic', 'when', 'where', 'place'],
  'notice:callConfirmed': ['clinic', 'when'],
  'notice:callDeclined': ['clinic', 'when'],
  'notice:callDeclinedBecause': ['clinic', 'when', 'reason'],
} as const;

/** The same about works; the last of these have no last line of their own. */
const ofWorks = {
  'notice:progress': ['clinic', 'title', 'status'],
  'notice:progressSeveral': ['clinic', 'number'],
  'notice:decided.one': ['clinic', 'title'],
  'notice:decided.several': ['clinic', 'list'],
} as const;
const ofDeadlines = {
  'notice:deadlineSpending': ['clinic', 'day'],
  'notice:deadlineAccounts': ['clinic', 'day'],
} as const;

/** What became of what somebody asked for in own words, and that it waits for those who read it. */
const ofNeeds = {
  'notice:need.accepted': ['clinic', 'title'],
  'notice:need.merged': ['clinic', 'title', 'other'],
  'notice:need.declined': ['clinic', 'title', 'reason'],
} as const;

/** Of a ballot: that it comes, opens, changes, and that it was not confirmed. */
const ofBallots = {
  'notice:ballot.announced': ['clinic', 'opens', 'closes'],
  'notice:ballot.open': ['clinic', 'closes'],
  'notice:ballot.unconfirmed': ['clinic', 'closes'],
  'notice:ballot.replaced': ['clinic'],
  'notice:ballot.postponed': ['clinic'],
  'notice:ballot.givenUp': ['clinic'],
  'notice:ballot.missed': ['clinic'],
  'notice:ballot.missedOffice': ['clinic'],
  'notice:ballot.yours': ['clinic'],
} as const;

/** What a vote gave. */
const ofResults = {
  'notice:result.told': ['winners', 'voters', 'digest'],
  'notice:result.again': ['winners', 'voters', 'digest'],
  'notice:result.nobody': [],
} as const;

/** Of a ballot that gave way to another of the same person. */
const ofMerged = { 'notice:vote.merged': ['clinic'], 'notice:vote.mergedPaper': ['clinic'] } as const;

/** How many are expected, told to those who prepare the room. */
const ofTotals = {
  'notice:totals': ['clinic', 'when', 'expected', 'yes', 'companions', 'maybe', 'no'],
  'notice:totalsFull': ['clinic', 'when', 'expected', 'yes', 'companions', 'maybe', 'no', 'capacity'],
  'notice:totalsMany': ['day', 'clinics', 'expected', 'maybe', 'no', 'few'],
} as const;

/** From person to person, and of reports: without a word on notices, which these are not. */
const ofTalks = {
  'notice:relay.asks': ['clinic', 'number', 'text'],
  'notice:relay.committeeSays': ['clinic', 'number', 'text'],
  'notice:relay.facilitatorSays': ['clinic', 'number', 'text'],
  'notice:relay.ended': ['clinic', 'number'],
  'notice:relay.blocked': ['clinic', 'number'],
  'notice:relay.reported': ['clinic', 'number'],
  'notice:concern.filed': ['clinic', 'folio'],
  'notice:postEnded': ['clinic'],
  'notice:elected.replaced': ['clinic', 'post'],
  'notice:elected.invited': ['clinic', 'post'],
} as const;
const ofConcerns = {
  'notice:concern.answered': ['clinic', 'who', 'folio', 'text'],
  'notice:concern.closed': ['clinic', 'who', 'folio'],
} as const;

/** What those who have to do with a notice to many, or with many assemblies, are told of it. */
const ofNotices = {
  'notice:broadcastHeld': ['clinic'],
  'notice:broadcastReported': ['clinic', 'reports', 'text'],
  'notice:broadcastReleased': ['clinic'],
  'notice:broadcastRefused': ['clinic', 'reason'],
  'notice:broadcastDone': ['clinic', 'sent', 'failed', 'spared'],
  'notice:broadcastCancelled': ['clinic'],
  'notice:broadcastMoved': ['clinic'],
  'notice:broadcastLate': ['clinic'],
} as const;
const ofMany = {
  'notice:manyDone': ['changed', 'left', 'told'],
  'notice:fileDone': [],
} as const;

/** Of those who speak in free words, who may do so. */
const speakers = ['notice:fromCommittee', 'notice:fromFacilitator'];

type Gap =
  | (typeof notices)[keyof typeof notices][number]
  | (typeof ofTotals)[keyof typeof ofTotals][number]
  | (typeof ofNotices)[keyof typeof ofNotices][number]
  | (typeof ofMany)[keyof typeof ofMany][number]
  | (typeof ofResults)[keyof typeof ofResults][number]
  | (typeof ofBallots)[keyof typeof ofBallots][number]
  | (typeof ofNeeds)[keyof typeof ofNeeds][number]
  | 'text'
  | 'who'
  | 'folio'
  | 'title'
  | 'list'
  | 'post'
  | 'status'
  | 'number'
  | 'day';

/** What each template says, paragraph by paragraph, and the gaps in it. */
const forms: readonly { name: string; keys: readonly string[]; gaps: readonly Gap[] }[] = [
  ...Object.entries(notices).map(([key, gaps]) => ({ name: key, keys: ['notice:from', key, 'notice:noAnswer'], gaps })),
  ...Object.entries(ofCalls).map(([key, gaps]) => ({ name: key, keys: ['notice:from', key, 'notice:callEnd'], gaps })),
  ...Object.entries(ofWorks).map(([key, gaps]) => ({
    name: key,
    keys: ['notice:from', key, 'notice:progressFoot'],
    gaps,
  })),
  ...Object.entries(ofNeeds).map(([key, gaps]) => ({
    name: key,
    keys: ['notice:from', key, 'notice:need.foot'],
    gaps,
  })),
  {
    name: 'notice:need.waiting',
    keys: ['notice:from', 'notice:need.waiting', 'notice:need.waitingFoot'],
    gaps: ['clinic', 'number'],
  },
  ...Object.entries(ofBallots).map(([key, gaps]) => ({
    name: key,
    keys: ['notice:from', key, 'notice:ballot.end'],
    gaps,
  })),
  {
    name: 'notice:ballot.again',
    keys: ['notice:from', 'notice:ballot.open', 'notice:ballot.again', 'notice:ballot.end'],
    gaps: ['clinic', 'closes'],
  },
  ...Object.entries(ofResults).map(([key, gaps]) => ({
    name: key,
    keys: ['notice:from', key, 'notice:callEnd'],
    gaps: ['clinic', ...gaps] as const,
  })),
  ...Object.entries(ofMerged).map(([key, gaps]) => ({
    name: key,
    keys: ['notice:from', key, 'notice:vote.assemblyDecides'],
    gaps,
  })),
  ...Object.entries(ofTotals).map(([key, gaps]) => ({
    name: key,
    keys: [key === 'notice:totalsMany' ? 'notice:fromMany' : 'notice:from', key, 'notice:totalsEnd'],
    gaps,
  })),
  ...Object.entries(ofDeadlines).map(([key, gaps]) => ({ name: key, keys: ['notice:from', key], gaps })),
  ...Object.entries(ofTalks).map(([key, gaps]) => ({ name: key, keys: ['notice:from', key], gaps })),
  ...Object.entries(ofConcerns).map(([key, gaps]) => ({
    name: key,
    keys: ['notice:from', key, 'notice:concern.next'],
    gaps,
  })),
  ...Object.entries(ofNotices).map(([key, gaps]) => ({ name: key, keys: ['notice:from', key], gaps })),
  ...Object.entries(ofMany).map(([key, gaps]) => ({
    name: key,
    keys: ['notice:fromMany', key, 'notice:callEnd'],
    gaps,
  })),
  ...speakers.map((key) => ({
    name: key,
    keys: [key, 'notice:words', 'notice:legend'],
    gaps: ['clinic', 'text'] as const,
  })),
];

/** A template as it is registered: the body with its gaps, `{{clinic}}`. */
export interface RegisteredTemplate {
  name: string;
  language: string;
  body: string;
  /** What could stand in each gap; the platform wants to see one. */
  examples: Readonly<Record<string, string>>;
}

/** Grows when the words of a template change: an approved text cannot be altered. */
const VERSION = 1;

/** The template of a notice; undefined where none is registered, as for invented assemblies. */
export function templateOf(said: readonly Text[], language: string, localizer: Localizer): Template | undefined {
  const form = forms.find(({ keys }) => keys.length === said.length && keys.every((key, at) => key === said[at]?.key));
  if (!form) return undefined;
  const given = Object.assign({}, ...said.map(({ values }) => values ?? {})) as NonNullable<Text['values']>;
  const values = Object.fromEntries(
    form.gaps.map((gap) => [gap, oneLine(localizer.value(language, given[gap] ?? ''))]),
  );
  return { name: nameOf(form.name), language: codeOf(language), values };
}

/** All templates that must be registered, in every language. */
export function registeredTemplates(localizer: Localizer): RegisteredTemplate[] {
  return localizer.languages.flatMap((language) =>
    forms.map(({ name, keys, gaps }) => {
      const values = Object.fromEntries(gaps.map((gap) => [gap, `{{${gap}}}`]));
      const said = keys.map((key) => ({ key, values }));
      return {
        name: nameOf(name),
        language: codeOf(language),
        body: said.map((text) => localizer.text(language, text)).join('\n\n'),
        examples: Object.fromEntries(gaps.map((gap) => [gap, localizer.value(language, examples[gap])])),
      };
    }),
  );
}

const examples = {
  clinic: 'UMF Loreto',
  when: { at: Date.UTC(2027, 1, 20, 18), timeZone: 'America/Mazatlan' },
  opens: { at: Date.UTC(2027, 1, 20, 16), timeZone: 'America/Mazatlan' },
  closes: { at: Date.UTC(2027, 1, 27, 1), timeZone: 'America/Mazatlan' },
  where: 'Loreto',
  place: 'Casa de la Cultura',
  reason: 'no hay luz en la clínica',
  title: 'Impermeabilización',
  list: '• Impermeabilización • Rampas',
  post: 'Presidencia',
  other: 'Rampas',
  status: { key: 'works:status.obra_terminada' },
  number: '3',
  expected: '38',
  yes: '20',
  companions: '18',
  maybe: '5',
  no: '3',
  capacity: '30',
  clinics: '12',
  few: 'UMF Loreto (0), UMF Xalapa (2), UMF Orizaba (3)',
  day: { at: Date.UTC(2027, 11, 15, 18), timeZone: 'America/Mazatlan', as: 'date' },
  who: { key: 'notice:concern.by.oversight' },
  folio: '7',
  reports: '5',
  sent: '412',
  failed: '3',
  spared: '25',
  changed: '38',
  left: '2',
  told: '1204',
  winners: '«Impermeabilización», «Bancas para la sala de espera»',
  voters: '86',
  digest: '1a2b 3c4d 5e6f 7a8b 9c0d 1e2f 3a4b 5c6d',
  text: 'El sábado pintamos la sala de espera. Quien pueda, traiga brocha.',
} as const;

/** Small letters, digits and `_` are all that a name may hold. */
const nameOf = (key: string) =>
  `asamblea_${(key.split(':').at(-1) ?? '').replaceAll('.', '_').replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}_v${VERSION}`;

/** The platform's code of a language: `es_MX`. */
const codeOf = (language: string) => language.replace('-', '_');

/** A gap may hold no line break, and no four spaces in a row. */
const oneLine = (text: string) => text.replaceAll(/\s+/g, ' ').trim();
