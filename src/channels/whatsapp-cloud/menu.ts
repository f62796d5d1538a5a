/** The three ways to offer choices: buttons, a list behind a button, or numbers in the text. */

import type { ReplyChoice } from '../../conversation/reply.ts';
import { isVisible, oneLine } from './plain.ts';
import { shorten } from './split.ts';

export interface Row {
  id: string;
  title: string;
  description?: string;
}

/** `words` stand in the message's text: what the buttons or rows have no room for. */
export type Menu =
  | { kind: 'buttons'; buttons: Row[]; words: string }
  | { kind: 'list'; rows: Row[]; words: string }
  | { kind: 'numbers'; words: string };

const MOST_BUTTONS = 3;
const BUTTON_TITLE = 20;
const MOST_ROWS = 10;
const ROW_TITLE = 24;
const ROW_DESCRIPTION = 72;
const LONGEST_ID = 200;

/** The ways in which these choices can be offered whole, the handiest first; the last is always numbers. */
export function menusOf(choices: readonly ReplyChoice[]): Menu[] {
  const numbers: Menu = { kind: 'numbers', words: numbersOf(choices) };
  const ids = new Set(choices.map(({ id }) => id));
  // Without an id of its own a tap would mean nothing; the number typed always does.
  if (ids.size < choices.length || [...ids].some((id) => id === '' || id.length > LONGEST_ID)) return [numbers];
  return [buttonsOf(choices), listOf(choices), numbers].filter((menu) => menu !== undefined);
}

/** A line for each choice, with the number that can be typed; empty without choices. */
export function numbersOf(choices: readonly ReplyChoice[]): string {
  return choices.map(numbered).join('\n');
}

function buttonsOf(choices: readonly ReplyChoice[]): Menu | undefined {
  const buttons = choices.map(({ id, label }) => ({ id, title: oneLine(label) }));
  const titles = new Set(buttons.map(({ title }) => title));
  const fit = buttons.every(({ title }) => isVisible(title) && title.length <= BUTTON_TITLE);
  if (!fit || titles.size < buttons.length || buttons.length > MOST_BUTTONS) return undefined;
  return { kind: 'buttons', buttons, words: hints(choices, () => true) };
}

/** Rows carry the numbers that can be typed, which also keeps shortened titles apart. */
function listOf(choices: readonly ReplyChoice[]): Menu | undefined {
  if (choices.length > MOST_ROWS) return undefined;
  const rows: Row[] = [];
  const homeless = new Set<number>();
  for (const [index, { id, label, hint }] of choices.entries()) {
    const whole = oneLine(label);
    const title = `${index + 1}. ${whole}`;
    const short = shorten(title, ROW_TITLE);
    // What the title cuts off must stand below it: the label whole, and the hint if there is room for both.
    const below = [short === title ? '' : whole, oneLine(hint ?? '')].filter(isVisible);
    const both = below.join(' · ');
    const description = both.length <= ROW_DESCRIPTION ? both : short === title ? '' : whole;
    if (description.length > ROW_DESCRIPTION) return undefined;
    if (description !== both) homeless.add(index);
    rows.push({ id, title: short, ...(description === '' ? {} : { description }) });
  }
  return { kind: 'list', rows, words: hints(choices, (index) => homeless.has(index)) };
}

function hints(choices: readonly ReplyChoice[], wanted: (index: number) => boolean): string {
  return choices.flatMap((choice, index) => (choice.hint && wanted(index) ? [numbered(choice, index)] : [])).join('\n');
}

function numbered({ label, hint }: ReplyChoice, index: number): string {
  const line = `${index + 1}. ${oneLine(label)}`;
  return hint ? `${line}: ${oneLine(hint)}` : line;
}
