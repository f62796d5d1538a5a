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
}

/** Reads every `locales/<language>/<namespace>.json`. */
export function createLocalizer(folder = new URL('../../locales/', import.meta.url)): Localizer {
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
    interpolation: { escapeValue: false, skipOnVariables: true },
    returnEmptyString: false,
    saveMissing: true,
    missingKeyHandler: (_, namespace, key) => {
      throw new Error(`No text ${namespace}:${key}.`);
    },
  });
  const speakers = new Map(languages.map((language) => [language, new Speaker(language, i18n.getFixedT(language))]));
  return {
    languages,
    text(language, text) {
      if (typeof text === 'string') return text;
      const speaker = speakers.get(language) ?? speakers.get(DEFAULT_LANGUAGE);
      if (!speaker) throw new Error(`No folder locales/${language}.`);
      return speaker.say(text);
    },
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

class Speaker {
  readonly #t: TFunction;
  readonly #language: string;
  readonly #fixed = new Map<string, string>();
  readonly #said = new Memory<string>(5000);
  readonly #clocks = new Map<string, Intl.DateTimeFormat>();

  constructor(language: string, t: TFunction) {
    this.#language = language;
    this.#t = t;
  }

  say({ key, values }: Text): string {
    if (values === undefined) {
      // Labels and fixed sentences, most of what is said: looked up once.
      let fixed = this.#fixed.get(key);
      if (fixed === undefined) {
        fixed = this.#t(key);
        this.#fixed.set(key, fixed);
      }
      return fixed;
    }
    // The people of one clinic read the same lines about the same assembly.
    return this.#said.recall(key + JSON.stringify(values), () => {
      const words: Record<string, string | number> = {};
      for (const name in values) words[name] = this.#word(values[name] ?? '');
      return this.#t(key, words);
    });
  }

  #word(value: TextValue): string | number {
    if (typeof value !== 'object') return value;
    return 'at' in value ? this.#moment(value) : this.say(value);
  }

  /** "sábado 20 de febrero, 11:00 de la mañana": the weekday always, the year never, the part of the day in words. */
  #moment({ at, timeZone, as = 'when' }: Moment): string {
    const parts: Partial<Record<Intl.DateTimeFormatPartTypes, string>> = {};
    for (const { type, value } of this.#clock(timeZone).formatToParts(at)) parts[type] = value;
    const date = this.#t('moment:date', { weekday: parts.weekday, day: parts.day, month: parts.month });
    if (as === 'date') return date;
    const hour = Number(parts.hour);
    const part =
      hour < 5 ? 'night' : hour < 12 ? 'morning' : hour === 12 ? 'noon' : hour < 19 ? 'afternoon' : 'evening';
    const clock = `${hour % 12 === 0 ? 12 : hour % 12}:${parts.minute}`;
    return this.#t('moment:when', { date, time: this.#t(`moment:${part}`, { clock }) });
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
