/** What a sentence means: the heaviest pattern that it fits, with the clinic, the companions or the need that it names. */
import type { Choices } from './choices.ts';
import type { ClinicPhrases } from './clinic-phrase.ts';
import type { Companions } from './companions.ts';
import { FRAME, type Grammar } from './grammar.ts';
import { type Intent, intentOf } from './intent.ts';
import { Patterns } from './patterns.ts';
import type { Reader, Reading } from './reading.ts';
import { covered, type Scene } from './scene.ts';
import { plainText } from './tokens.ts';
import type { Vocabulary } from './vocabulary.ts';

export const LIMIT = 1_000;
export const MOST_WORDS = 80;
/** Fewer than ten digits and marks: an answer to a question, too short for a card or an affiliation. */
const NO_WORDS = /^[\d\s.,;:)(#°º!¡?¿-]*$/;

export class Sentences {
  readonly #reader: Reader;
  readonly #grammar: Grammar;
  readonly #choices: Choices;
  readonly #companions: Companions;
  readonly #clinics: ClinicPhrases;
  readonly #rules: Patterns<Intent>;
  readonly #personal: readonly RegExp[];
  readonly #frame: readonly number[];
  readonly #introduction: readonly number[];
  readonly #mildYes: number;
  readonly #polite: number;
  readonly #around: readonly number[];

  constructor(
    reader: Reader,
    grammar: Grammar,
    choices: Choices,
    companions: Companions,
    clinics: ClinicPhrases,
    vocabulary: Vocabulary,
  ) {
    this.#reader = reader;
    this.#grammar = grammar;
    this.#choices = choices;
    this.#companions = companions;
    this.#clinics = clinics;
    this.#rules = new Patterns(
      Object.entries(vocabulary.rules).flatMap(([key, lines]) =>
        lines.map((line) => [grammar.pattern(line), intentOf(key)] as const),
      ),
    );
    this.#personal = vocabulary.personalData.map((source) => new RegExp(source));
    this.#around = ['FILLER', 'POLITE', 'GREETING', 'CLINIC', 'NAME_LINK', 'NAME_ARTICLE'].map((name) =>
      grammar.atom(name),
    );
    this.#mildYes = grammar.atom('MILD_YES');
    this.#polite = grammar.atom('THANKS');
    this.#frame = FRAME.map((name) => grammar.atom(name));
    this.#introduction = [...FRAME, 'NAME_ARTICLE', 'WISH'].map((name) => grammar.atom(name));
  }

  intent(text: string): Intent | undefined {
    if (NO_WORDS.test(text) && text.length < 10) return undefined;
    const plain = plainText(text.length > LIMIT ? text.slice(0, LIMIT) : text);
    if (/\d{3}/.test(plain) && this.#personal.some((pattern) => pattern.test(plain))) return { name: 'personal-data' };
    const reading = this.#reader.read(text, LIMIT, MOST_WORDS);
    if (reading.units.length === 0) return undefined;
    const whole = this.#grammar.scene(reading.units);
    const bare = this.#choices.bare(whole);
    if (bare !== undefined && !this.#isThanks(whole)) return { name: bare };
    const clinic = this.#clinics.find(reading, whole);
    if (clinic !== undefined && this.#isBareName(whole, clinic)) return undefined;
    const scene = clinic === undefined ? whole : this.#grammar.scene(reading.units, clinic);
    const intent = this.#rules.heaviest(scene);
    return intent === undefined ? undefined : this.#complete(intent, reading, scene, clinic?.text);
  }

  /** Nothing but the name of a clinic: an answer to a question, not a sentence. */
  #isBareName(scene: Scene, clinic: { start: number; end: number }): boolean {
    const around = covered(scene.spans, this.#around);
    return scene.units.every((_, at) => around.has(at) || (at >= clinic.start && at <= clinic.end));
  }

  /** "ok gracias": politeness, not an answer. */
  #isThanks(scene: Scene): boolean {
    return scene.spans.has(this.#mildYes) && scene.spans.has(this.#polite);
  }

  #complete(intent: Intent, reading: Reading, scene: Scene, named: string | undefined): Intent {
    switch (intent.name) {
      case 'assembly':
      case 'rsvp':
      case 'clinic':
      case 'clinic.follow': {
        const clinic = named ?? this.#clinics.guess(reading, scene)?.text;
        const place = clinic === undefined ? {} : { clinic };
        if (intent.name !== 'rsvp' || intent.answer !== 'yes') return { ...intent, ...place };
        const companions = this.#companions.of(scene);
        return { ...intent, ...(companions === undefined ? {} : { companions }), ...place };
      }
      case 'committee':
      case 'progress':
      case 'result':
        return named === undefined ? intent : { ...intent, clinic: named };
      case 'needs': {
        const text = this.#lacking(reading, scene);
        return text === '' ? intent : { ...intent, text };
      }
      default:
        return intent;
    }
  }

  /** What is lacking: the message without what introduces it ("hace falta un") and without politeness at its end. */
  #lacking(reading: Reading, scene: Scene): string {
    const before = covered(scene.spans, this.#introduction);
    const after = covered(scene.spans, this.#frame);
    let start = 0;
    let end = reading.units.length - 1;
    while (before.has(start)) start++;
    while (end > start && after.has(end)) end--;
    const tokens = new Set(reading.units.slice(start, end + 1).map((unit) => unit.token));
    return [...tokens].map((token) => reading.tokens[token]?.typed ?? '').join(' ');
  }
}
