/** Puts texts into a person's language. The only file that knows i18next. */

import { readdirSync, readFileSync } from 'node:fs';
import { createInstance, type TFunction } from 'i18next';
import { Memory } from './memory.ts';
import type { Moment, Text, TextValue } from './text.ts';

/** The language of who has not chosen one. */
export const DEFAULT_LANGUAGE = 'es-MX';

export interface Localizer {
  /** The folders of `locales/`. */
  readonly languages: readonly string[];
  /** Throws for a key that the language does not have. */
  text(language: string, text: Text | string): string;
  /** A value as it stands in a text: a moment on its place's clocks, a text in this language. */
  value(language: string, value: TextValue): string;
}

/** Who runs this bot: named in many texts, as `{{operator}}` and `{{contact}}`. */
export interface Operator {
  name: string;
  contact: string;
}

/** Reads every `locales/<language>/<namespace>.json`. */
export function createLocalizer(operator: Operator, folder = new URL('../../locales/', import.meta.url)): Localizer {
  const languages = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  const resources = Object.fromEntries(languages.map((language) => [language, readNamespaces(folder, language)]));
  const i18n = createInstance();
  void i18n.init({
    resources,
    fallbackLng: false,
    initAsync: false,
    interpolation: {
      escapeValue: false,
      skipOnVariables: true,
      defaultVariables: { operator: operator.name, contact: operator.contact },
    },
    returnEmptyString: false,
    saveMissing: true,
    missingKeyHandler: (_, namespace, key) => {
      throw new Error(`No text ${namespace}:${key}.`);
    },
  });
  const speakers = new Map(languages.map((language) => [language, new Speaker(language, i18n.getFixedT(language))]));
  const speakerOf = (language: string): Speaker => {
    const speaker = speakers.get(language) ?? speakers.get(DEFAULT_LANGUAGE);
    if (!speaker) throw new Error(`No folder locales/${language}.`);
    return speaker;
  };
  return {
    languages,
    text: (language, text) => (typeof text === 'string' ? text : speakerOf(language).say(text)),
    value: (language, value) => speakerOf(language).word(value),
  };
}

function readNamespaces(folder: URL, language: string): Record<string, object> {
  const files = readdirSync(new URL(`${language}/`, folder)).filter(
    (file) => file.endsWith('.json') && file !== 'understanding.json',
  );
  return Object.fromEntries(
    files.map((file) => [
      file.slice(0, -'.json'.length),
      JSON.parse(readFileSync(new URL(`${language}/${file}`, folder), 'utf8')) as object,
    ]),
  );
}

/** Stands around a value's name in a text that i18next has put together. */
const MARK = '\u0000';

class Speaker {
  readonly #t: TFunction;
  readonly #language: string;
  /** By key: the pieces of the text, literal and name of a value in turn. i18next is asked once a key and count. */
  readonly #patterns = new Map<string, readonly string[]>();
  readonly #moments = new Memory<string>(2000);
  readonly #clocks = new Map<string, Intl.DateTimeFormat>();

  constructor(language: string, t: TFunction) {
    this.#language = language;
    this.#t = t;
  }

  say({ key, values = {} }: Text): string {
    const pattern = this.#pattern(key, values);
    let said = '';
    for (const [at, piece] of pattern.entries()) said += at % 2 === 0 ? piece : this.word(values[piece] ?? '');
    return said;
  }

  /** The plural form depends on `count`, so its texts have a pattern for each. */
  #pattern(key: string, values: NonNullable<Text['values']>): readonly string[] {
    const { count } = values;
    const name = count === undefined ? key : `${key} ${String(count)}`;
    let pattern = this.#patterns.get(name);
    if (!pattern) {
      const marked = Object.fromEntries(Object.keys(values).map((value) => [value, `${MARK}${value}${MARK}`]));
      pattern = this.#t(key, { ...marked, ...(typeof count === 'number' ? { count } : {}) }).split(MARK);
      this.#patterns.set(name, pattern);
    }
    return pattern;
  }

  word(value: TextValue): string {
    if (typeof value !== 'object') return String(value);
    if (!('at' in value)) return this.say(value);
    const { at, timeZone, as = 'when' } = value;
    return this.#moments.recall(`${at} ${timeZone} ${as}`, () => this.#moment(value));
  }

  /** "sábado 20 de febrero, 11:00 de la mañana": the weekday always, the year never, the part of the day in words. */
  #moment({ at, timeZone, as = 'when' }: Moment): string {
    const parts: Partial<Record<Intl.DateTimeFormatPartTypes, string>> = {};
    for (const { type, value } of this.#clock(timeZone).formatToParts(at)) parts[type] = value;
    const { weekday = '', day = '', month = '', minute = '' } = parts;
    const date: Text = { key: 'moment:date', values: { weekday, day, month } };
    if (as === 'date') return this.say(date);
    const hour = Number(parts.hour);
    const part =
      hour < 5 ? 'night' : hour < 12 ? 'morning' : hour === 12 ? 'noon' : hour < 19 ? 'afternoon' : 'evening';
    const clock = `${hour % 12 === 0 ? 12 : hour % 12}:${minute}`;
    const time: Text = { key: `moment:${part}`, values: { clock } };
    return this.say(as === 'time' ? time : { key: 'moment:when', values: { date, time } });
  }

  #clock(timeZone: string): Intl.DateTimeFormat {
    let clock = this.#clocks.get(timeZone);
    if (!clock) {
      clock = new Intl.DateTimeFormat(this.#language, {
        timeZone,
        weekday: 'long',
        day: 'numeric',
        month: 'long',
        hour: '2-digit',
        minute: '2-digit',
        hourCycle: 'h23',
      });
      this.#clocks.set(timeZone, clock);
    }
    return clock;
  }
}
