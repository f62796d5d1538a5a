/** What a message is answered with, given who wrote it and where their conversation stands. */

import type { Participant } from '../domain/people/participants.ts';
import { askFirst } from './ask-first.ts';
import { clinicFinder } from './clinic-finder.ts';
import { isInvitationCode } from './codes.ts';
import { emergencyAnswer } from './emergency.ts';
import type { Arrival, Say, Screen } from './flow.ts';
import { clinicOfNoticeAnswered, isOutdated } from './freshness.ts';
import type { OpenQuestion, Reading } from './interpret.ts';
import { isInformed } from './proposing.ts';
import { createReading, type Read } from './reading.ts';
import type { ReceiverOptions } from './receive.ts';
import { entryTo } from './routes.ts';
import type { Arrived, Sender } from './sender.ts';
import type { Call } from './serve.ts';
import type { Text } from './text.ts';
import { Engine, type Serve, type Standing, type Stimulus } from './turn.ts';
import { plainText } from './understanding/tokens.ts';
import type { Intent } from './understanding/understanding.ts';

/** What a conversation is saved as: the engine's standing, and whether the person is being asked to go on with it. */
export interface Saved extends Standing {
  paused?: boolean;
  /** The person has not been shown the notice of privacy: all they got was where to call in an emergency. */
  uninformed?: boolean;
  /** Why the last message was not understood. */
  missed?: string;
}

export interface Answer {
  standing: Saved;
  said: readonly Say[];
  /** The question; absent where none is asked and the open one stays. */
  screen?: Screen;
}

const DAY_MS = 86_400_000;
/** After so many messages in a row that were not understood comes the menu, and somebody to call. */
const MOST_MISSES = 2;

/** Asked after a day in the middle of something. */
const resumeScreen: Screen = {
  text: [{ key: 'conversation:resume' }],
  choices: [
    { label: { key: 'conversation:label.continue' }, event: { type: 'continue' } },
    { label: { key: 'conversation:label.restart' }, event: { type: 'restart' } },
  ],
};

export class Responder {
  readonly #options: ReceiverOptions;
  readonly #engine: Engine;
  readonly #entry: (intent: Intent) => Stimulus;
  readonly #read: Read;

  constructor(options: ReceiverOptions) {
    const home = options.flows[0]?.name ?? '';
    this.#options = options;
    this.#engine = new Engine(options.flows, home);
    this.#entry = entryTo(options.flows, home);
    this.#read = createReading(options);
  }

  /** The menu again, after a turn that threw. */
  async apologise({ state }: Participant, serve: Serve): Promise<Answer> {
    const saved = (state ?? undefined) as Saved | undefined;
    const uninformed = saved === undefined || saved.uninformed === true;
    const opened = await this.#engine.turn(undefined, this.#entry({ name: 'menu' }), serve, {});
    return {
      ...opened,
      standing: { ...opened.standing, ...(uninformed ? { uninformed } : {}) },
      said: [{ key: 'conversation:sorry' }],
    };
  }

  async respond(arrived: Arrived, sender: Sender, call: Call, serve: Serve): Promise<Answer> {
    const saved = (sender.state ?? undefined) as Saved | undefined;
    const arrival = { ...arrivalOf(sender), first: saved === undefined || saved.uninformed === true };
    const { first } = arrival;
    const screen = saved && (saved.paused ? resumeScreen : this.#engine.screenOf(saved));
    // A conversation of an older version of its flow begins again.
    const standing = screen && saved;
    const open = standing && this.#question(standing, screen, sender.turn ?? 0, call.language);
    const reading: Reading = hasKeptNumber(arrived, sender)
      ? { means: 'remark', key: 'link:contact' }
      : await this.#read(arrived.inbound.content, sender.language, call, open);
    if (reading.means === 'emergency') return await this.#emergency(standing, call, serve);
    if (arrived.isLast && standing) return { standing, said: [{ key: 'conversation:tooMany' }] };

    const said: Say[] = [];
    if (first) said.push({ key: 'privacy:short' });
    const { understandings } = this.#options;
    const proposal = await askFirst(arrived, sender, standing, reading, { call, understandings });
    if (proposal === 'again' && standing && screen) {
      return { standing: { ...standing, misses: standing.misses + 1 }, said: [...said, { key: 'link:first' }], screen };
    }
    if (typeof proposal === 'number') {
      const asked: Stimulus = { type: 'open', flow: 'link', input: { proposal } };
      const turned = await this.#engine.turn(standing, asked, serve, arrival);
      return { ...turned, said: [...said, ...turned.said] };
    }
    if (saved && !screen) said.push({ key: 'conversation:changed' });
    if (standing && staysHere(reading) && (await isOutdated(call.tx, standing))) {
      if (reading.means === 'remark') said.push({ key: reading.key });
      said.push({ key: 'assembly:movedMeanwhile' });
      const input = { clinicId: standing.clinicId };
      const turned = await this.#engine.turn(standing, { type: 'open', flow: 'assembly', input }, serve, arrival);
      return { ...turned, said: [...said, ...turned.said] };
    }
    if (standing && screen && needsResuming(screen, reading, arrived, sender)) {
      return { standing: { ...standing, paused: true }, said, screen: resumeScreen };
    }
    const answer = standing && screen ? this.#stay(standing, screen, reading, said) : undefined;
    if (answer) return answer;

    if (
      reading.means === 'unclear' &&
      standing &&
      screen &&
      reading.because !== 'text' &&
      reading.because !== standing.missed
    ) {
      said.push(missed(reading.because, standing.missed, screen));
    }
    const lost = saved !== undefined && !screen && reading.means === 'unclear';
    const stimulus = lost ? this.#entry({ name: 'menu' }) : this.#stimulus(reading, first);
    if (reading.means === 'intent' && stimulus.type === 'open') {
      const clinicId = await clinicOfNoticeAnswered(call.tx, reading.intent, sender);
      if (clinicId !== undefined) stimulus.input.clinicId = clinicId;
    }
    if (screen?.carried && arrived.inbound.content.type === 'text' && isElsewhere(reading)) {
      said.push({ key: 'conversation:notCarried' });
    }
    const sentence = this.#sentence(reading, arrived, call);
    if (sentence !== undefined && stimulus.type === 'open') stimulus.input.text = sentence;
    const turned = await this.#engine.turn(standing, stimulus, serve, arrival);
    // Somebody else's message is answered in the middle of one's own doings, which go on where they stood.
    const isAside = reading.means === 'intent' && reading.intent.name === 'relay' && standing?.flow !== 'relay';
    if (isAside && standing && screen?.unfinished) return { standing, said: [...said, ...turned.said], screen };
    return { ...turned, said: [...said, ...turned.said] };
  }

  /** What was said along with a word of a role: it may name the clinic, and all else that the word is about. */
  #sentence(reading: Reading, { inbound: { content } }: Arrived, { language }: Call): string | undefined {
    if (content.type !== 'text' || reading.means !== 'intent' || reading.intent.name !== 'roles') return undefined;
    return this.#options.understandings.get(language)?.globalWord(content.text) ? undefined : content.text;
  }

  /** The answer to danger stands alone: no notice of privacy before it, no question after it. */
  async #emergency(standing: Standing | undefined, call: Call, serve: Serve): Promise<Answer> {
    const said = await emergencyAnswer(call, standing?.clinicId);
    if (standing) return { standing, said };
    const menu = await this.#engine.turn(undefined, this.#entry({ name: 'menu' }), serve, {});
    return { standing: { ...menu.standing, uninformed: true }, said };
  }

  /** What is answered without leaving the open question; undefined where the flows go on. */
  #stay(standing: Saved, screen: Screen, reading: Reading, said: readonly Say[]): Answer | undefined {
    if (reading.means === 'remark') {
      return { standing, said: [...said, { key: reading.key }], screen };
    }
    if (reading.means === 'unclear' && standing.misses < MOST_MISSES) {
      const { because } = reading;
      const kept = { ...standing, misses: standing.misses + 1, missed: because };
      return { standing: kept, said: [...said, missed(because, standing.missed, screen)], screen };
    }
    // Before the menu would lose what was written, somebody to ask is named.
    if (reading.means === 'unclear' && screen.draft) {
      return {
        standing: { ...standing, misses: 0, missed: undefined },
        said: [...said, { key: 'menu:human' }],
        screen,
      };
    }
    if (reading.means === 'event' && standing.paused && reading.event.type === 'continue') {
      const { paused: _, ...resumed } = standing;
      const question = this.#engine.screenOf(resumed);
      return question && { standing: resumed, said, screen: question };
    }
    return undefined;
  }

  #stimulus(reading: Reading, first: boolean): Stimulus {
    switch (reading.means) {
      case 'event':
        return reading.event.type === 'restart'
          ? this.#entry({ name: 'menu' })
          : { type: 'event', event: reading.event };
      case 'intent':
        return this.#entry(reading.intent);
      case 'clinic':
        return this.#clinicNamed(reading.text);
      case 'location':
        return { type: 'open', flow: 'clinic', input: { location: { lat: reading.lat, lng: reading.lng } } };
      case 'start':
        if (reading.code === '') return this.#entry({ name: 'greeting' });
        if (isInvitationCode(reading.code)) return this.#entry({ name: 'invitation', code: reading.code });
        return { type: 'open', flow: 'assembly', input: { clues: reading.code } };
      case 'unclear':
        return first ? this.#entry({ name: 'greeting' }) : { type: 'open', flow: 'menu', input: { remark: 'lost' } };
      default:
        return this.#entry({ name: 'menu' });
    }
  }

  /** Who names one clinic asks for its assembly; between several they choose first. */
  #clinicNamed(text: string): Stimulus {
    const named = clinicFinder(this.#options.directory.index).byText(text);
    if (named.found === 'one') return { type: 'open', flow: 'assembly', input: { clinicId: named.clinic.id } };
    return { type: 'open', flow: 'clinic', input: { text, purpose: 'answer' } };
  }

  /** Its words are looked up when they are needed: most messages are read without them. */
  #question(standing: Standing, screen: Screen, turn: number, language: string): OpenQuestion {
    const say = (text: Text | string) => this.#options.localizer.text(language, text);
    return {
      screen,
      turn,
      labels: () => (screen.choices ?? []).map(({ label }) => say(label)),
      isOwnWord: (text) =>
        screen.ownWords?.some((words) =>
          say(words)
            .split(',')
            .some((word) => isSame(word, text)),
        ) ?? false,
      accepts: (event) => this.#engine.accepts(standing, event),
    };
  }
}

function isSame(word: string, text: string): boolean {
  return plainText(word.trim()) === plainText(text.trim());
}

/** Only for who has a role: everybody else's conversation is saved without a word of it. */
function arrivalOf({ inOffice }: Participant): Arrival {
  return inOffice ? { office: true } : {};
}

/** Whether the message was the sender's own number, and a hash of it is kept now. */
function hasKeptNumber({ inbound: { content } }: Arrived, sender: Sender): boolean {
  return content.type === 'contact' && isInformed(sender);
}

/** Whether it is about the open question: everything else leads elsewhere, and is read anew there. */
function staysHere({ means }: Reading): boolean {
  return means === 'event' || means === 'remark' || means === 'unclear';
}

/** Whether it leads out of a conversation with another person; of MENÚ the screen itself says so, and the words of a relay are about it. */
function isElsewhere(reading: Reading): boolean {
  return reading.means === 'intent' && reading.intent.name !== 'relay' && reading.intent.name !== 'menu';
}

/** A typed answer to a question of yesterday is not taken for an answer; a tap on it says which question it means. */
function needsResuming(
  screen: Screen,
  reading: Reading,
  { inbound, now }: Arrived,
  { updatedAt }: Participant,
): boolean {
  const typed = inbound.content.type === 'text' && (reading.means === 'event' || reading.means === 'unclear');
  return screen.unfinished === true && typed && updatedAt !== null && now - updatedAt > DAY_MS;
}

/** Never the same twice in a row: first what to write instead, then that the numbers do. */
function missed(because: string, before: string | undefined, screen: Screen): Say {
  const most = screen.choices?.length ?? screen.several?.length ?? 0;
  if (because !== before) return { key: `conversation:unclear.${because}`, values: { most } };
  return { key: most > 0 ? 'conversation:unclear.again' : 'conversation:unclear.againText', values: { most } };
}
