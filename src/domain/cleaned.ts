/** What people write, as it may be kept: without what no database takes, and not without end. */

import { Refusal } from './refusal.ts';

/** As typed, without NUL, which PostgreSQL does not take, and spaces around it. Refuses the empty and the endless. */
export function cleaned(text: string, most: number): string {
  const kept = text.replaceAll('\0', '').trim();
  if (kept === '') throw new Refusal('text-empty');
  if (kept.length > most) throw new Refusal('text-long');
  return kept;
}
