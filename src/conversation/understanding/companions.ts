/** Who comes along: "con mi esposa" is one companion, "vamos tres" two, "mis dos hijos y mi mamá" three, "voy solo" none. */

import { FRAME, type Grammar } from './grammar.ts';
import type { Numbers } from './numbers.ts';
import { fits, type Pattern } from './patterns.ts';
import { covered, type Scene } from './scene.ts';

const MOST = 9;
/** The groups of words that say who comes along, and what may stand around them. */
const WORDS = [...FRAME, 'RELATIVE', 'OTHERS', 'OWN', 'COUPLE', 'ALONG', 'TOGETHER', 'ALONE', 'ADDING'];

export class Companions {
  readonly #numbers: Numbers;
  readonly #relative: number;
  readonly #together: number;
  readonly #along: number;
  readonly #others: number;
  readonly #own: number;
  readonly #several: number;
  readonly #couple: number;
  readonly #either: number;
  readonly #alone: Pattern;
  readonly #words: readonly number[];

  constructor(grammar: Grammar, numbers: Numbers) {
    this.#numbers = numbers;
    this.#relative = grammar.atom('RELATIVE');
    this.#together = grammar.atom('TOGETHER');
    this.#along = grammar.atom('ALONG');
    this.#others = grammar.atom('OTHERS');
    this.#own = grammar.atom('OWN');
    this.#several = grammar.atom('SEVERAL');
    this.#couple = grammar.atom('COUPLE');
    this.#either = grammar.atom('EITHER');
    this.#alone = grammar.pattern('ALONE');
    this.#words = WORDS.map((name) => grammar.atom(name));
  }

  /** 0-9, or undefined when the message does not say, leaves it open ("2 o 3", "mis hijos") or names more. */
  of(scene: Scene): number | undefined {
    const people = this.#people(scene);
    return people === undefined || people > MOST ? undefined : people;
  }

  /** However many, when the message speaks of nothing but who comes along. */
  only(scene: Scene): number | undefined {
    const people = this.#people(scene);
    if (people === undefined) return undefined;
    const spoken = covered(scene.spans, this.#words);
    for (const { at, end } of this.#numbers.all(scene.units)) for (let word = at; word <= end; word++) spoken.add(word);
    return scene.units.every((_, at) => spoken.has(at)) ? people : undefined;
  }

  #people(scene: Scene): number | undefined {
    const ends = (atom: number) => (scene.spans.get(atom) ?? []).map((span) => span.end);
    const starts = (atom: number) => (scene.spans.get(atom) ?? []).map((span) => span.start);
    const along = ends(this.#along);
    const together = ends(this.#together);
    const followed = new Set([...starts(this.#others), ...starts(this.#relative)]);
    const either = new Set(starts(this.#either));
    const counted = covered(scene.spans, [this.#couple]);
    let people = 2 * starts(this.#couple).length;
    let said = people > 0;
    let last: number | undefined;
    for (const { value, at, end } of this.#numbers.all(scene.units)) {
      if (last === at - 2 && either.has(at - 1)) return undefined;
      last = end;
      const after = starts(this.#together).some((start) => start === end + 1);
      if ((after || near(together, at, 2)) && !along.some((end) => end < at && together.some((start) => start < end))) {
        return Math.max(value - 1, 0);
      }
      if (!followed.has(end + 1) && !near(along, at, 3)) continue;
      counted.add(end + 1);
      people += value;
      said = true;
    }
    if (ends(this.#several).some((end) => followed.has(end + 1) && !counted.has(end + 1))) return undefined;
    const own = new Set([...ends(this.#own), ...along]);
    for (const at of new Set(starts(this.#relative))) {
      if (counted.has(at) || !own.has(at - 1)) continue;
      people += 1;
      said = true;
    }
    if (said) return people;
    return fits(this.#alone, scene) ? 0 : undefined;
  }
}

function near(ends: readonly number[], at: number, most: number): boolean {
  return ends.some((end) => end < at && at - end <= most);
}
