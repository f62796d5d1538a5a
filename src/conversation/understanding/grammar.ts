/** A language's groups of words and its patterns, compiled; and what they find in a message. */
import type { Lexicon } from './lexicon.ts';
import type { Item, Pattern } from './patterns.ts';
import type { Unit } from './reading.ts';
import { covered, type Scene, type Span } from './scene.ts';
import { entries, type Vocabulary } from './vocabulary.ts';

interface Phrase {
  atom: number;
  rest: readonly number[];
}

/** What is around the message proper: it does not count as words. */
export const FRAME = ['FILLER', 'POLITE', 'GREETING', 'ASKING'];

export class Grammar {
  readonly #lexicon: Lexicon;
  readonly #groups = new Map<string, number>();
  readonly #literals = new Map<number, number>();
  readonly #atomsOf: number[][] = [];
  readonly #phrasesOf: Phrase[][] = [];
  readonly #frame: readonly number[];
  #atoms = 0;
  #last: Scene = { units: [], spans: new Map(), length: 0, start: 0 };

  constructor(lexicon: Lexicon, vocabulary: Vocabulary) {
    this.#lexicon = lexicon;
    for (const [name, words] of Object.entries(vocabulary.groups)) {
      const atom = this.#atoms++;
      this.#groups.set(name, atom);
      for (const entry of entries(words)) this.#define(atom, entry.split(' '));
    }
    this.#frame = FRAME.map((name) => this.atom(name));
  }

  #define(atom: number, words: readonly string[]): void {
    const ids = words.map((word) => this.#lexicon.add(word));
    const [first, ...rest] = ids;
    if (first === undefined) return;
    if (rest.length === 0) {
      this.#atomsOf[first] ??= [];
      this.#atomsOf[first].push(atom);
    } else {
      this.#phrasesOf[first] ??= [];
      this.#phrasesOf[first].push({ atom, rest });
    }
  }

  /** The number under which a group or a word is looked up in a scene. Throws for a group that the vocabulary lacks. */
  atom(name: string): number {
    if (/^[A-Z]/.test(name)) {
      const group = this.#groups.get(name);
      if (group === undefined) throw new Error(`understanding.json has no group ${name}`);
      return group;
    }
    const word = this.#lexicon.add(name);
    let atom = this.#literals.get(word);
    if (atom === undefined) {
      atom = this.#atoms++;
      this.#literals.set(word, atom);
      this.#atomsOf[word] ??= [];
      this.#atomsOf[word].push(atom);
    }
    return atom;
  }

  pattern(line: string): Pattern {
    const needs: Item[] = [];
    const forbids: Item[] = [];
    let most = Number.POSITIVE_INFINITY;
    let weight = 0;
    for (const item of line.split(/\s+/).filter((part) => part !== '')) {
      if (/^#\d+$/.test(item)) most = Number(item.slice(1));
      else if (/^=-?\d+$/.test(item)) weight += Number(item.slice(1));
      else if (item.startsWith('!')) forbids.push(this.#item(item.slice(1)));
      else {
        const need = this.#item(item);
        needs.push(need);
        weight += Math.max(...need.sequences.map((steps) => steps.length));
      }
    }
    if (needs.length === 0) throw new Error(`understanding.json has a pattern without a word: ${line}`);
    return { needs, forbids, most, weight };
  }

  #item(text: string): Item {
    const first = text.startsWith('^');
    const sequences = (first ? text.slice(1) : text).split('|').map((sequence) =>
      sequence.split('~').map((step) => ({
        options: step.split('/').map((option) => option.split('+').map((name) => this.atom(name))),
      })),
    );
    return { sequences, first };
  }

  /** What these words hold. Words of `names` (a clinic's) count as none of the known ones. */
  scene(units: readonly Unit[], names?: Span): Scene {
    if (names === undefined && units === this.#last.units) return this.#last;
    const spans = new Map<number, Span[]>();
    for (let at = 0; at < units.length; at++) {
      if (names !== undefined && at >= names.start && at <= names.end) continue;
      for (const id of units[at]?.ids ?? []) this.#place(id, at, units, spans);
    }
    const frame = covered(spans, this.#frame);
    let start = 0;
    while (frame.has(start)) start++;
    const scene = { units, spans, length: units.length - frame.size, start };
    if (names === undefined) this.#last = scene;
    return scene;
  }

  #place(id: number, at: number, units: readonly Unit[], spans: Map<number, Span[]>): void {
    const add = (atom: number, end: number) => {
      const known = spans.get(atom);
      if (known === undefined) spans.set(atom, [{ start: at, end }]);
      else known.push({ start: at, end });
    };
    for (const atom of this.#atomsOf[id] ?? []) add(atom, at);
    for (const phrase of this.#phrasesOf[id] ?? []) {
      if (phrase.rest.every((word, step) => units[at + step + 1]?.ids.includes(word)))
        add(phrase.atom, at + phrase.rest.length);
    }
  }
}
