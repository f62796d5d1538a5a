/** Who comes along: "con mi esposa" is one companion, "vamos tres" two, "voy solo" none. */

import type { Grammar } from './grammar.ts';
import type { Numbers } from './numbers.ts';
import { fits, type Pattern } from './patterns.ts';
import type { Scene } from './scene.ts';

const MOST = 9;

export class Companions {
  readonly #numbers: Numbers;
  readonly #relative: number;
  readonly #together: number;
  readonly #along: number;
  readonly #others: number;
  readonly #own: number;
  readonly #alone: Pattern;

  constructor(grammar: Grammar, numbers: Numbers) {
    this.#numbers = numbers;
    this.#relative = grammar.atom('RELATIVE');
    this.#together = grammar.atom('TOGETHER');
    this.#along = grammar.atom('ALONG');
    this.#others = grammar.atom('OTHERS');
    this.#own = grammar.atom('OWN');
    this.#alone = grammar.pattern('ALONE');
  }

  /** 0-9, or undefined when the message does not say. */
  of(scene: Scene): number | undefined {
    const ends = (atom: number) => (scene.spans.get(atom) ?? []).map((span) => span.end);
    const starts = (atom: number) => (scene.spans.get(atom) ?? []).map((span) => span.start);
    const along = ends(this.#along);
    const together = ends(this.#together);
    const followed = new Set([...starts(this.#others), ...starts(this.#relative)]);
    const numbered = new Set<number>();
    let people = 0;
    let said = false;
    for (const { value, at } of this.#numbers.all(scene.units)) {
      if (value > MOST + 1) continue;
      const after = starts(this.#together).some((start) => start === at + 1);
      if ((after || near(together, at, 2)) && !along.some((end) => end < at && together.some((start) => start < end))) {
        return Math.min(Math.max(value - 1, 0), MOST);
      }
      if (!followed.has(at + 1) && !near(along, at, 3)) continue;
      numbered.add(at + 1);
      people += value;
      said = true;
    }
    const own = new Set([...ends(this.#own), ...along]);
    for (const at of new Set(starts(this.#relative))) {
      if (numbered.has(at) || !own.has(at - 1)) continue;
      people += 1;
      said = true;
    }
    if (said) return Math.min(people, MOST);
    return fits(this.#alone, scene) ? 0 : undefined;
  }
}

function near(ends: readonly number[], at: number, most: number): boolean {
  return ends.some((end) => end < at && at - end <= most);
}
