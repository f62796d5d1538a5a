/** The words printed on posters: the whole message is the word. */
import { distance } from 'fastest-levenshtein';
import { type Intent, intentOf, type RoleWord } from './intent.ts';
import type { Lexicon } from './lexicon.ts';
import { plainText } from './tokens.ts';
import { entries, type Vocabulary } from './vocabulary.ts';

/** No printed word is longer, its code included. */
const LONGEST = 60;
const CODE = /^(?=.*[0-9a-z])[0-9a-z-]{3,20}$/;

export class Printed {
  readonly #lexicon: Lexicon;
  readonly #exact = new Map<string, Intent>();
  readonly #heard = new Map<string, Intent>();
  readonly #coded: [string[], Intent][] = [];
  readonly #placeLike: Set<string>;
  readonly #ordinary: Set<string>;

  constructor(lexicon: Lexicon, vocabulary: Vocabulary) {
    this.#lexicon = lexicon;
    for (const [key, words] of Object.entries(vocabulary.printed)) {
      const intent = intentOf(key);
      for (const entry of entries(words)) {
        const parts = wordsOf(entry);
        this.#exact.set(parts.join(' '), intent);
        if (!vocabulary.neverGuessed.includes(key)) this.#heard.set(this.#sound(parts), intent);
      }
    }
    for (const [key, words] of Object.entries(vocabulary.printedWithCode)) {
      for (const entry of entries(words)) this.#coded.push([wordsOf(entry), intentOf(key)]);
    }
    this.#placeLike = new Set(entries(vocabulary.placeLike).map((entry) => wordsOf(entry).join(' ')));
    this.#ordinary = new Set(entries(vocabulary.ordinary).map((word) => this.#sound(wordsOf(word))));
  }

  /** BAJA, ALTA and ALTO: they may be a place as well. */
  isPlaceLike(text: string): boolean {
    return text.length <= LONGEST && this.#placeLike.has(wordsOf(text).join(' '));
  }

  find(text: string): Intent | undefined {
    const words = shortly(text);
    return words && (this.#asPrinted(words) ?? this.#guess(words));
  }

  /** The word itself, without a slip. */
  exact(text: string): Intent | undefined {
    const words = shortly(text);
    return words && this.#asPrinted(words);
  }

  #asPrinted(words: readonly string[]): Intent | undefined {
    return this.#exact.get(words.join(' ')) ?? this.#withCode(words);
  }

  #withCode(words: readonly string[]): Intent | undefined {
    for (const [parts, intent] of this.#coded) {
      if (!parts.every((part, at) => words[at] === part)) continue;
      const code = words.slice(parts.length).join('');
      if (code !== '' && !(CODE.test(code) && /\d/.test(code)) && words.length > parts.length + 1) continue;
      return withCode(intent, code.toUpperCase());
    }
    return undefined;
  }

  #guess(words: readonly string[]): Intent | undefined {
    const sound = this.#sound(words);
    const heard = this.#heard.get(sound);
    if (heard !== undefined) return heard;
    if (sound.length < 5 || sound.length > 24 || this.#ordinary.has(sound)) return undefined;
    let found: Intent | undefined;
    let best = sound.length >= 9 ? 2 : 1;
    for (const [printed, intent] of this.#heard) {
      if (printed.length < 5 || Math.abs(printed.length - sound.length) > best || printed[0] !== sound[0]) continue;
      const errors = distance(printed, sound);
      if (errors > best) continue;
      best = errors;
      found = intent;
      if (errors === 0) break;
    }
    return found;
  }

  #sound(words: readonly string[]): string {
    return words.map((word) => this.#lexicon.sound(word)).join('');
  }
}

/** The words of a text that is short enough to be a printed one. */
function shortly(text: string): string[] | undefined {
  if (text.length > LONGEST) return undefined;
  const words = wordsOf(text);
  return words.length === 0 || words.length > 6 ? undefined : words;
}

function wordsOf(text: string): string[] {
  return plainText(text).match(/[\p{L}\p{N}]+/gu) ?? [];
}

function withCode(intent: Intent, code: string): Intent {
  if (intent.name === 'vote') return { name: 'vote', check: code };
  if (intent.name === 'link') return code === '' ? intent : { name: 'link', code };
  if (intent.name !== 'roles') return intent;
  const word: RoleWord | undefined = intent.word;
  return { name: 'roles', ...(word === undefined ? {} : { word }), ...(code === '' ? {} : { code }) };
}
