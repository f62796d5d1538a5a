/** What a message means, given the question that is open. */

import { checkInCodesIn, isInvitationCode } from './codes.ts';
import type { FlowEvent, Screen } from './flow.ts';
import type { Content } from './inbound.ts';
import { plainText } from './understanding/tokens.ts';
import type { Intent, Understanding } from './understanding/understanding.ts';

export type Reading =
  /** For the open flow. */
  | { means: 'event'; event: FlowEvent }
  /** Leads elsewhere, from any state. */
  | { means: 'intent'; intent: Intent }
  | { means: 'clinic'; text: string }
  | { means: 'location'; lat: number; lng: number }
  | { means: 'start'; code: string }
  /** Answered beside the open question, which stays. */
  | { means: 'emergency' }
  | { means: 'remark'; key: string }
  /** Not understood; `because` is a key of `conversation:unclear`. */
  | { means: 'unclear'; because: string };

export interface OpenQuestion {
  screen: Screen;
  /** The number of the question; a tap on an older one is stale. */
  turn: number;
  /** Its choices as the person read them. */
  labels(): readonly string[];
  /** Whether a text is one of the words of its own. */
  isOwnWord(text: string): boolean;
  accepts(event: FlowEvent): boolean;
}

export interface Interpreting {
  understanding: Understanding;
  /** Whether a text names a clinic: surely this one, or one of several. */
  namesClinic(text: string): 'surely' | 'perhaps' | undefined;
}

/** No name is without one. */
const LETTER = /\p{L}/u;
const FIGURES = /^\s*[-−–]?\d+(?:[\s,;]+[-−–]?\d+)+\s*$/;
const PHONE = /^\W*(\d\W*){8,13}$/;

/**
 * Read in this order: emergency, global words as they are printed, the screen's own words, guessed ones, codes, free text,
 * choices, intents, whatever the question asks for, a clinic's name.
 */
export function interpret(content: Content, open: OpenQuestion | undefined, by: Interpreting): Reading {
  switch (content.type) {
    case 'text':
      return withAgainst(readText(content.text, open, by), open, by);
    case 'choice':
      return readTap(content.id, open);
    case 'location': {
      const event = { type: 'location', lat: content.lat, lng: content.lng };
      return open?.accepts(event)
        ? { means: 'event', event }
        : { means: 'location', lat: content.lat, lng: content.lng };
    }
    case 'start':
      return { means: 'start', code: content.code };
    case 'unsupported':
      return { means: 'unclear', because: content.what };
    case 'photo':
    case 'document': {
      // Never part of what is saved: the flow passes it on to a service that keeps it.
      const event = { ...content, data: Buffer.from(content.data).toString('base64') };
      if (!open?.accepts(event)) return { means: 'unclear', because: content.type };
      return event.data === '' ? { means: 'unclear', because: 'empty' } : { means: 'event', event };
    }
    default:
      return { means: 'unclear', because: content.type };
  }
}

function readTap(id: string, open: OpenQuestion | undefined): Reading {
  const [, turn, index] = /^(\d+):(\d+)$/.exec(id) ?? [];
  const choice = open && Number(turn) === open.turn ? open.screen.choices?.[Number(index)] : undefined;
  return choice ? { means: 'event', event: choice.event } : { means: 'remark', key: 'conversation:stale' };
}

/** Where several may be named, the flow learns that what is named is not wanted. */
function withAgainst(reading: Reading, open: OpenQuestion | undefined, { understanding }: Interpreting): Reading {
  if (reading.means !== 'event' || reading.event.type !== 'text' || !open?.screen.several) return reading;
  const against = understanding.against(String(reading.event.text));
  return against ? { means: 'event', event: { ...reading.event, against } } : reading;
}

function readText(text: string, open: OpenQuestion | undefined, by: Interpreting): Reading {
  const { understanding } = by;
  const screen = open?.screen;
  if (understanding.isEmergency(text)) return { means: 'emergency' };

  const unclear: Reading = { means: 'unclear', because: screen?.draft ? 'draft' : 'text' };
  const word = globalWord(text, open, understanding);
  if (word === 'own') return { means: 'event', event: { type: 'text', text } };
  if (word?.name === 'back' && open?.accepts({ type: 'back' })) return { means: 'event', event: { type: 'back' } };
  if (word) return asked(word, screen);
  if (screen?.codes && checkInCodesIn(text).length > 0) return { means: 'event', event: { type: 'text', text } };
  if (isInvitationCode(text)) return { means: 'intent', intent: { name: 'invitation', code: text } };
  if (screen?.free && (screen.digits || LETTER.test(text)) && understanding.intent(text)?.name !== 'personal-data') {
    return { means: 'event', event: { type: 'text', text } };
  }

  if (screen?.number && !screen.choices) {
    const number = numberIn(text, understanding);
    if (number !== undefined) {
      return isWithin(number, screen.number)
        ? { means: 'event', event: { type: 'number', number } }
        : { means: 'unclear', because: 'number' };
    }
  }
  const bare = understanding.intent(text)?.name;
  if (bare === 'yes' || bare === 'no') {
    const meant = screen?.choices?.find(({ means }) => means === bare);
    if (meant) return { means: 'event', event: meant.event };
    // Yes to what is settled: it is told once more.
    if (bare === 'yes' && screen?.number) return { means: 'intent', intent: { name: 'assembly' } };
    return unclear;
  }
  if (screen?.figures && FIGURES.test(text)) return { means: 'event', event: { type: 'text', text } };
  const labels = open?.labels() ?? [];
  if (screen?.sentences && LETTER.test(text) && bare !== 'personal-data') {
    const named = screen.choices?.[labels.findIndex((label) => plainText(label) === plainText(text.trim()))];
    return { means: 'event', event: named?.event ?? { type: 'text', text } };
  }
  const index = labels.length > 0 ? understanding.choice(text, labels) : undefined;
  const choice = typeof index === 'number' ? screen?.choices?.[index] : undefined;
  // "La pintura no": what has a name of its own is not chosen by who refuses it.
  const isRefused = screen?.several && typeof choice?.label === 'string' && understanding.against(text) !== undefined;
  if (choice && !isRefused) return { means: 'event', event: choice.event };
  const picked = screen?.several && understanding.picks(text, screen.several);
  if (typeof picked === 'object') return { means: 'event', event: { type: 'picks', ...picked } };
  if (index === 'out-of-range' || picked === 'out-of-range') return { means: 'unclear', because: 'out-of-range' };
  const along = screen?.number && understanding.companions(text);
  if (along !== undefined) {
    // Who comes with more than can be noted is asked for a number that can.
    return isWithin(along, screen?.number)
      ? { means: 'event', event: { type: 'number', number: along } }
      : { means: 'intent', intent: { name: 'rsvp', answer: 'yes' } };
  }

  // "Agua Prieta" is a clinic here, whatever else it may sound like.
  if (screen?.asksPlace && by.namesClinic(text) === 'surely') return { means: 'event', event: { type: 'text', text } };

  const intent = understanding.intent(text);
  if (intent && screen?.stays?.includes(intent.name) && !isOtherVoting(intent)) {
    return { means: 'event', event: { type: 'text', text } };
  }
  if (intent && screen?.draft && intent.name !== 'personal-data' && !asides.has(intent.name)) {
    return unclear;
  }
  if (intent) {
    if (intent.name === 'clinic' && intent.clinic && screen?.asksPlace) {
      return { means: 'event', event: { type: 'text', text: intent.clinic } };
    }
    // "Consultorio de Medicina General Tonameca" asks for no medicine.
    if (!outweighsName(intent) && by.namesClinic(text) === 'surely') return { means: 'clinic', text };
    return asked(intent, screen);
  }
  if (PHONE.test(text)) return { means: 'unclear', because: 'contact' };
  if (screen?.expects === 'text' && !screen.number && LETTER.test(text)) {
    return { means: 'event', event: { type: 'text', text } };
  }
  if (LETTER.test(text) && by.namesClinic(text)) return { means: 'clinic', text };
  return unclear;
}

/** Which global word a text is; `own` where it is one of the screen's. As they are printed they come first. */
function globalWord(
  text: string,
  open: OpenQuestion | undefined,
  understanding: Understanding,
): Intent | 'own' | undefined {
  const screen = open?.screen;
  const printed = understanding.printedWord(text, screen?.asksPlace);
  const staysHere = screen?.carried || screen?.draft;
  const isNoRsvp = staysHere || (screen?.several && screen.stays?.includes('rsvp'));
  if (printed && !(isNoRsvp && printed.name === 'rsvp')) return printed;
  if (open?.isOwnWord(text)) return 'own';
  const guessed = understanding.globalWord(text, screen?.asksPlace);
  if (isNoRsvp && guessed?.name === 'rsvp') return undefined;
  return staysHere && guessed?.name !== 'relay' ? undefined : guessed;
}

/** What a clinic is named along with, and what matters too much to be taken for a name. */
function outweighsName(intent: Intent): boolean {
  if (intent.name === 'programme') return intent.topic === 'care';
  return ['assembly', 'rsvp', 'clinic', 'clinic.follow', 'personal-data'].includes(intent.name);
}

/** A receipt to look up, and a vote on paper: nothing that is chosen. */
function isOtherVoting(intent: Intent): boolean {
  return intent.name === 'vote' && (intent.check !== undefined || intent.paper === true);
}

/** Said out of politeness: whatever else a message says counts more. */
export const courtesies: ReadonlySet<Intent['name']> = new Set(['greeting', 'thanks', 'goodbye']);
/** Courtesies and matters of others are answered beside an open question; everything else leads away from it. */
const asides: ReadonlySet<Intent['name']> = new Set([...courtesies, 'who-are-you', 'outofscope']);

function asked(intent: Intent, screen: Screen | undefined): Reading {
  if (intent.name === 'personal-data') return { means: 'remark', key: 'conversation:personalData' };
  if (screen?.unfinished && asides.has(intent.name)) {
    const key = intent.name === 'outofscope' ? `menu:outOfScope.${intent.matter}` : `conversation:aside.${intent.name}`;
    return { means: 'remark', key };
  }
  return { means: 'intent', intent };
}

function isWithin(number: number, range: Screen['number']): boolean {
  return range !== undefined && number >= range.from && number <= range.to;
}

/** "3" is three; "somos 3" are two who come along; "-1" is nothing. */
function numberIn(text: string, understanding: Understanding): number | undefined {
  if (/-\s*\d/.test(text)) return undefined;
  if (/^\s*\d+\s*$/.test(text)) return understanding.count(text);
  return companionsIn(understanding.intent(text)) ?? understanding.count(text);
}

function companionsIn(intent: Intent | undefined): number | undefined {
  return intent?.name === 'rsvp' ? intent.companions : undefined;
}
