/** The lines of a published vote: what each may say, and that they are chained from the first to the last. */

import { z } from 'zod';
import { chained } from './publication.ts';

const cents = z.int().nonnegative();
const lineForms = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('vote'),
    vote: z.int(),
    clinic: z.strictObject({ clues: z.string(), name: z.string() }),
    opened: z.string(),
    closed: z.string(),
    budgetCents: cents,
    most: z.int().positive(),
    seed: z.string(),
    log: z.string(),
  }),
  z.strictObject({
    kind: z.literal('item'),
    item: z.string(),
    name: z.string(),
    costCents: z.int().positive(),
    group: z.string().optional(),
    paper: z.int().nonnegative(),
  }),
  z.strictObject({ kind: z.literal('receipt'), receipt: z.string() }),
  z.strictObject({ kind: z.literal('ballot'), ballot: z.array(z.string()), proven: z.boolean().optional() }),
  z.strictObject({
    kind: z.literal('totals'),
    ballots: z.int().nonnegative(),
    receipts: z.int().nonnegative(),
    paperBallots: z.int().nonnegative(),
    chat: z.array(z.int().nonnegative()),
    provenBallots: z.int().nonnegative(),
    proven: z.array(z.int().nonnegative()).optional(),
  }),
  z.strictObject({
    kind: z.literal('result'),
    winners: z.array(z.string()),
    costCents: cents,
    leftCents: cents,
    missed: z.array(
      z.strictObject({
        item: z.string(),
        because: z.enum(['money', 'rival']),
        missingCents: cents.optional(),
        rival: z.string().optional(),
      }),
    ),
  }),
]);
export type Line = z.infer<typeof lineForms>;

export interface Read {
  lines: { at: number; line: Line }[];
  digest: string;
}

/** The first line at which the file is not what it was; `line` is from 1. */
export interface Broken {
  sound: false;
  line: number;
  why: string;
}

export const broken = (line: number, why: string): Broken => ({ sound: false, line, why });

/** Every line whole, in its place, and as it was written. */
export function readLines(text: string): Read | Broken {
  const rows = text.split('\n');
  const rest = rows.pop();
  const lines: Read['lines'] = [];
  let digest = '';
  for (const [index, row] of rows.entries()) {
    const at = index + 1;
    const parsed = parse(row);
    if (!parsed) return broken(at, 'it is no line of a published vote');
    const { hash, ...line } = parsed;
    digest = chained(digest, line);
    if (hash !== digest) return broken(at, 'it was altered, or a line before it was taken out or put in');
    // What means the same and is written otherwise has the same hash.
    if (row !== JSON.stringify({ ...line, hash })) return broken(at, 'it is not written as it was');
    const form = lineForms.safeParse(line);
    if (!form.success) return broken(at, 'it does not say what such a line says');
    lines.push({ at, line: form.data });
  }
  if (rest !== '') return broken(rows.length + 1, 'it was cut off, or something was put after the end');
  const kinds = lines.map(({ line }) => line.kind).join(' ');
  if (!/^vote( item)+( receipt)*( ballot)* totals result$/.test(kinds)) {
    return broken(
      rows.length + 1,
      'lines are missing: a vote, its items, receipts and ballots, the totals, the result',
    );
  }
  return { lines, digest };
}

function parse(row: string): ({ hash: unknown } & Record<string, unknown>) | undefined {
  try {
    const value: unknown = JSON.parse(row);
    return typeof value === 'object' && value !== null && 'hash' in value
      ? (value as { hash: unknown } & Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
