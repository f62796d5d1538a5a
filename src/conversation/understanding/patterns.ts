/**
 * Patterns over words, and how well a message fits one.
 *
 * A pattern is a line of items between spaces, all of which must be there, in any order:
 * `MEETING` a word of that group; `junta` that word; `a+b` both in a row; `a/b+c` either `a` or `b+c`; `x~y` in this
 * order with at most three words between; `x|y` one or the other; `!x` must not be there; `^x` first in the message,
 * fillers aside; `#6` in a message of at most six words, fillers aside; `=3` weighs so much more. The heaviest pattern
 * wins, of equals the first.
 */
import type { Scene } from './scene.ts';

/** Each option is one word or several in a row. */
interface Step {
  options: readonly (readonly number[])[];
}

export interface Item {
  sequences: readonly (readonly Step[])[];
  first: boolean;
}

export interface Pattern {
  needs: readonly Item[];
  forbids: readonly Item[];
  most: number;
  weight: number;
}

const ANYWHERE_BETWEEN = 3;

/** Patterns and what each stands for, found by the rarest words that they need. */
export class Patterns<Meaning> {
  readonly #all: readonly (readonly [Pattern, Meaning])[];
  readonly #byAtom = new Map<number, number[]>();
  /** The turn in which a pattern was last tried: one that stands under two words is tried once. */
  readonly #tried: Uint32Array;
  #turn = 0;

  constructor(all: readonly (readonly [Pattern, Meaning])[]) {
    this.#all = all;
    this.#tried = new Uint32Array(all.length);
    const uses = new Map<number, number>();
    for (const [{ needs }] of all) {
      for (const item of needs)
        for (const atom of atomsOf(item.sequences.flat())) uses.set(atom, (uses.get(atom) ?? 0) + 1);
    }
    all.forEach(([{ needs }], index) => {
      for (const atom of rarest(needs, uses)) {
        const known = this.#byAtom.get(atom);
        if (known === undefined) this.#byAtom.set(atom, [index]);
        else known.push(index);
      }
    });
  }

  /** What the heaviest pattern that fits stands for, of equals the first. */
  heaviest(scene: Scene): Meaning | undefined {
    this.#turn++;
    let best = -1;
    let weight = 0;
    for (const atom of scene.spans.keys()) {
      for (const index of this.#byAtom.get(atom) ?? []) {
        if (this.#tried[index] === this.#turn) continue;
        this.#tried[index] = this.#turn;
        const pattern = this.#all[index]?.[0];
        if (pattern === undefined || pattern.weight < weight || (pattern.weight === weight && index > best)) continue;
        if (!fits(pattern, scene)) continue;
        best = index;
        weight = pattern.weight;
      }
    }
    return this.#all[best]?.[1];
  }
}

function atomsOf(steps: readonly Step[]): Set<number> {
  return new Set(steps.flatMap(({ options }) => options.flatMap(([first]) => (first === undefined ? [] : [first]))));
}

/** The first words of the step that the fewest messages hold, as far as the number of patterns that use a word tells. */
function rarest(needs: readonly Item[], uses: ReadonlyMap<number, number>): Set<number> {
  const cost = (atoms: ReadonlySet<number>) => [...atoms].reduce((sum, atom) => sum + (uses.get(atom) ?? 0), 0);
  const cheaper = (a: Set<number>, b: Set<number>) => (cost(b) < cost(a) ? b : a);
  const ofItem = (item: Item) =>
    new Set(item.sequences.flatMap((steps) => [...steps.map((step) => atomsOf([step])).reduce(cheaper)]));
  return needs.map(ofItem).reduce(cheaper);
}

/** Whether the message fits the pattern. */
export function fits(pattern: Pattern, scene: Scene): boolean {
  if (scene.length > pattern.most) return false;
  for (const item of pattern.needs) if (!holds(item, scene)) return false;
  for (const item of pattern.forbids) if (holds(item, scene)) return false;
  return true;
}

function holds(item: Item, scene: Scene): boolean {
  return item.sequences.some((steps) => from(steps, 0, item.first ? scene.start : undefined, undefined, scene));
}

/** Whether the steps from `at` on stand after the word `after`, the first one at `start` where that is given. */
function from(
  steps: readonly Step[],
  at: number,
  start: number | undefined,
  after: number | undefined,
  scene: Scene,
): boolean {
  const step = steps[at];
  if (step === undefined) return true;
  for (const option of step.options) {
    const spans = scene.spans.get(option[0] ?? -1);
    if (spans === undefined) continue;
    for (const span of spans) {
      if (start !== undefined && span.start !== start) continue;
      if (after !== undefined && (span.start <= after || span.start > after + 1 + ANYWHERE_BETWEEN)) continue;
      if (inRow(option, 1, span.end, scene, (end) => from(steps, at + 1, undefined, end, scene))) return true;
    }
  }
  return false;
}

function inRow(
  option: readonly number[],
  at: number,
  end: number,
  scene: Scene,
  then: (end: number) => boolean,
): boolean {
  const atom = option[at];
  if (atom === undefined) return then(end);
  const spans = scene.spans.get(atom);
  return spans?.some((span) => span.start === end + 1 && inRow(option, at + 1, span.end, scene, then)) ?? false;
}
