/** The words of a message that name a clinic: "de la clínica de Xalapa" -> "xalapa". */
import type { Grammar } from './grammar.ts';
import type { Reading } from './reading.ts';
import type { Scene } from './scene.ts';

export interface ClinicPhrase {
  text: string;
  /** Units, both included. */
  start: number;
  end: number;
}

/** Longer names are not typed. */
const MOST_WORDS = 8;

export class ClinicPhrases {
  readonly #clinic: number;
  readonly #kind: number;
  readonly #meeting: number;
  readonly #stop: number;
  readonly #link: number;
  readonly #article: number;
  readonly #anchor: number;
  readonly #head: number;

  constructor(grammar: Grammar) {
    this.#clinic = grammar.atom('CLINIC');
    this.#kind = grammar.atom('CLINIC_KIND');
    this.#meeting = grammar.atom('MEETING');
    this.#stop = grammar.atom('NAME_STOP');
    this.#link = grammar.atom('NAME_LINK');
    this.#article = grammar.atom('NAME_ARTICLE');
    this.#anchor = grammar.atom('NAME_ANCHOR');
    this.#head = grammar.atom('NAME_HEAD');
  }

  /** The phrase, where a clinic is surely named: after the word for clinic or meeting, or from its kind on ("umf loreto"). */
  find(reading: Reading, scene: Scene): ClinicPhrase | undefined {
    const marks = this.#marks(scene);
    for (let at = 0; at < reading.units.length; at++) {
      const mark = marks[at];
      if (mark === 'clinic' || mark === 'meeting' || mark === 'anchor') {
        const name = this.#name(reading, marks, at + 1, mark);
        if (name !== undefined) return name;
      } else if (mark === 'kind' || mark === 'head') {
        const name = this.#name(reading, marks, at, mark);
        if (name !== undefined) return name;
      }
    }
    return undefined;
  }

  /** The phrase after "in" or "of" whose first word nobody knows: a place, in a message that is about an assembly anyway. */
  guess(reading: Reading, scene: Scene): ClinicPhrase | undefined {
    const marks = this.#marks(scene);
    for (let at = 0; at < reading.units.length - 1; at++) {
      if (marks[at] !== 'link') continue;
      const name = this.#name(reading, marks, at + 1, 'guess');
      if (name !== undefined) return name;
    }
    return undefined;
  }

  #marks(scene: Scene): Mark[] {
    const marks: Mark[] = scene.units.map((unit) => (unit.ids.length === 0 ? 'unknown' : 'known'));
    const put = (atom: number, mark: Mark) => {
      for (const { start, end } of scene.spans.get(atom) ?? []) {
        for (let at = start; at <= end; at++) marks[at] = at === end ? mark : 'part';
      }
    };
    put(this.#stop, 'stop');
    put(this.#article, 'article');
    put(this.#head, 'head');
    put(this.#link, 'link');
    put(this.#meeting, 'meeting');
    put(this.#kind, 'kind');
    put(this.#clinic, 'clinic');
    put(this.#anchor, 'anchor');
    return marks;
  }

  #name(reading: Reading, marks: readonly Mark[], from: number, after: Mark | 'guess'): ClinicPhrase | undefined {
    let start = from;
    let linked = after === 'anchor';
    for (; start < marks.length; start++) {
      const mark = marks[start];
      if (mark === 'link') linked = true;
      else if (mark !== 'article' && mark !== 'clinic' && mark !== 'anchor' && mark !== 'part') break;
    }
    const first = marks[start];
    const certain = first === 'unknown' || first === 'kind' || first === 'head';
    if (first === undefined || first === 'stop' || first === 'meeting') return undefined;
    // "de 80 años", "a las 11": only after the word for clinic is a number a name.
    if ((after === 'guess' || after === 'meeting') && /^\d+$/.test(reading.units[start]?.sound ?? '')) return undefined;
    if (!certain && !(linked && (after === 'clinic' || after === 'anchor'))) return undefined;
    if (after === 'meeting' && !linked && first === 'unknown' && reading.units[start]?.ids.length !== 0)
      return undefined;
    let end = start;
    let named = first !== 'kind' && first !== 'head';
    for (let at = start + 1; at < marks.length && at - start < MOST_WORDS; at++) {
      if (reading.units[at - 1]?.ends === true) break;
      const mark = marks[at];
      if (mark === 'link' || mark === 'article' || mark === 'clinic' || mark === 'part') continue;
      if (mark !== 'unknown' && mark !== 'kind' && mark !== 'head' && mark !== 'known') break;
      if (mark === 'known' && !linked && !LEADS.has(marks[at - 1] ?? 'stop')) break;
      if (mark !== 'kind' && mark !== 'head') named = true;
      end = at;
    }
    if (!named && !(linked && after !== 'kind')) return undefined;
    return { text: typed(reading, start, end), start, end };
  }
}

type Mark =
  | 'unknown'
  | 'known'
  | 'stop'
  | 'link'
  | 'article'
  | 'clinic'
  | 'kind'
  | 'meeting'
  | 'anchor'
  | 'head'
  | 'part';

/** After these an ordinary word may be part of a name: "san juan", "agua de la piedra". */
const LEADS: ReadonlySet<Mark> = new Set<Mark>(['link', 'article', 'head']);

/** The words as the person wrote them, for a search that knows about names. */
function typed(reading: Reading, start: number, end: number): string {
  const words: string[] = [];
  let last = -1;
  for (let at = start; at <= end; at++) {
    const token = reading.units[at]?.token;
    if (token === undefined || token === last) continue;
    last = token;
    words.push(reading.tokens[token]?.typed ?? '');
  }
  return words.join(' ');
}
