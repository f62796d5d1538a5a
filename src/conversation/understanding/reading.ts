/** A message as the rules see it: each word with the known words it may be, run-together words taken apart. */
import type { Lexicon } from './lexicon.ts';
import { Recent } from './recent.ts';
import { type Token, tokenize } from './tokens.ts';
import { entries, type Vocabulary } from './vocabulary.ts';

export interface Unit {
  /** The known words that this may be; empty for a name or a word that nobody listed. */
  ids: readonly number[];
  /** The token it comes from. */
  token: number;
  sound: string;
  ends: boolean;
}

/** What a word is made of: itself, or the words that were run together. */
type Part = Pick<Unit, 'ids' | 'sound'>;

export interface Reading {
  tokens: readonly Token[];
  units: readonly Unit[];
}

/** A text so short is read whole under any limit. */
const WHOLE = 160;
/** Words kept with what they are, and the longest of them. */
const KEPT = 5_000;
const REMEMBERED = 24;
/** A word so long with one slip is rather that word than two others run together. */
const SURE = 6;
const DIGIT = /[0-9@$]/;
/** Part of a telephone, a card or a CURP: not to be kept. */
const NUMBER = /\d{3}/;
const MIXED = /^[a-z]+[0-9@$][0-9a-z@$]*[a-z]|^[0-9@$]+[a-z]{3,}$/;
/** "aque", "ala": the only single letters that are words of their own when run together. */
const SINGLE = /^[aeoiy]$/;

export class Reader {
  readonly #lexicon: Lexicon;
  readonly #aliases: Map<string, string[]>;
  readonly #lookalikes: Map<string, string>;
  readonly #names: ReadonlySet<string>;
  /** Short words that people run into the next one. */
  readonly #joined: ReadonlySet<string>;
  readonly #endings: readonly [RegExp, string][];
  readonly #known = new Recent<readonly Part[]>(KEPT);
  #last: { text: string; key: number; reading: Reading } = { text: '', key: 0, reading: { tokens: [], units: [] } };

  constructor(lexicon: Lexicon, vocabulary: Vocabulary) {
    this.#lexicon = lexicon;
    this.#aliases = new Map(Object.entries(vocabulary.aliases).map(([short, words]) => [short, words.split(' ')]));
    this.#lookalikes = new Map(Object.entries(vocabulary.lookalikes));
    this.#names = new Set(entries(vocabulary.names));
    this.#joined = new Set(entries(vocabulary.joined).map((word) => lexicon.sound(word)));
    this.#endings = vocabulary.endings.map(([from = '', to = '']) => [new RegExp(from), to]);
  }

  /** Reads at most `limit` characters and `most` words. The same text read again costs nothing. */
  read(text: string, limit: number, most: number): Reading {
    const key = text.length <= WHOLE ? 0 : limit;
    if (text === this.#last.text && key === this.#last.key) return this.#last.reading;
    const tokens = tokenize(text, limit, most);
    const units: Unit[] = [];
    tokens.forEach((token, at) => {
      const parts =
        token.plain.length > REMEMBERED || NUMBER.test(token.plain)
          ? this.#parts(token.plain)
          : this.#known.get(token.plain, (plain) => this.#parts(plain));
      parts.forEach((part, index) => {
        units.push({ ids: part.ids, sound: part.sound, token: at, ends: token.ends && index === parts.length - 1 });
      });
    });
    const reading = { tokens, units };
    this.#last = { text, key, reading };
    return reading;
  }

  /** How many words of a text are spelled as this language spells them. */
  familiar(text: string, limit: number, most: number): number {
    return this.read(text, limit, most).tokens.filter(
      ({ plain }) => this.#aliases.has(plain) || this.#lexicon.isSpelled(plain),
    ).length;
  }

  #parts(typed: string): readonly Part[] {
    return (this.#aliases.get(typed) ?? [typed]).flatMap((plain) => this.#word(plain));
  }

  #word(plain: string): readonly Part[] {
    const word = DIGIT.test(plain) && MIXED.test(plain) ? this.#spelledOut(plain) : plain;
    const sound = this.#lexicon.sound(word);
    if (this.#names.has(plain) && !this.#lexicon.isSpelled(plain)) return [{ ids: [], sound }];
    const exact = this.#exact(sound);
    if (exact.length > 0 || DIGIT.test(word)) return [{ ids: exact, sound }];
    const near = this.#lexicon.near(word, sound);
    const sure = word.length >= SURE && near.errors === 1;
    const apart = sure ? undefined : this.#apart(sound);
    if (apart !== undefined) return apart.map((part) => ({ ids: this.#lexicon.exact(part), sound: part }));
    const glued = near.ids.length === 0 ? this.#glued(word, sound) : undefined;
    return glued ?? [{ ids: near.ids, sound }];
  }

  /** The words of this sound, or of what it is without an ending ("techito" -> "techo"). */
  #exact(sound: string): readonly number[] {
    const ids = this.#lexicon.exact(sound);
    if (ids.length > 0) return ids;
    for (const [ending, instead] of this.#endings) {
      if (!ending.test(sound)) continue;
      const without = this.#lexicon.exact(sound.replace(ending, instead));
      if (without.length > 0) return without;
    }
    return ids;
  }

  /** "elcmite": a short word, and run into it a longer one with a slip. */
  #glued(plain: string, sound: string): readonly Part[] | undefined {
    if (plain.length < 7) return undefined;
    for (let at = 2; at <= 4 && plain.length - at >= 5; at++) {
      const head = this.#lexicon.sound(plain.slice(0, at));
      if (!this.#joined.has(head)) continue;
      const tail = plain.slice(at);
      const { ids } = this.#lexicon.near(tail, this.#lexicon.sound(tail));
      if (ids.length > 0)
        return [
          { ids: this.#lexicon.exact(head), sound: head },
          { ids, sound: sound.slice(head.length) },
        ];
    }
    return undefined;
  }

  /** "h0la" -> "hola", where that is a word. */
  #spelledOut(plain: string): string {
    const letters = plain.replace(/[0-9@$]/g, (sign) => this.#lookalikes.get(sign) ?? sign);
    return this.#lexicon.has(this.#lexicon.sound(letters)) ? letters : plain;
  }

  /** Two or three known words without the space between them. */
  #apart(sound: string): string[] | undefined {
    if (sound.length < 3 || sound.length > 24) return undefined;
    for (let at = 1; at < sound.length; at++) {
      const head = sound.slice(0, at);
      if (!this.#part(head)) continue;
      const tail = sound.slice(at);
      if (this.#part(tail) && (at === 1 || head.length >= 3 || tail.length >= 3)) return [head, tail];
    }
    for (let at = 1; at < sound.length - 3; at++) {
      const head = sound.slice(0, at);
      if (!this.#part(head)) continue;
      for (let then = at + 1; then < sound.length - 1; then++) {
        const middle = sound.slice(at, then);
        const tail = sound.slice(then);
        if (this.#part(middle) && this.#part(tail) && tail.length >= 3 && head.length + middle.length >= 3) {
          return [head, middle, tail];
        }
      }
    }
    return undefined;
  }

  #part(sound: string): boolean {
    return sound.length === 1 ? SINGLE.test(sound) : this.#lexicon.has(sound);
  }
}
