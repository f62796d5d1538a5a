/** Money: whole centavos, and how people write amounts. */

/** More than any clinic gets: ten million pesos. */
export const MOST_CENTS = 1_000_000_000;

/** What an amount that somebody typed may mean. */
export type AmountRead =
  | { read: 'amount'; cents: number }
  /** It may be one or the other: they are asked. */
  | { read: 'ambiguous'; options: number[] }
  | { read: 'too-much' }
  | { read: 'none' };

/** As `1,200,000.50` or `$400000`, in a file of an operator; undefined for anything else. */
export function centsOfCell(cell: string): number | undefined {
  const [, whole, cents = ''] = /^\$?\s*(\d+|\d{1,3}(?:,\d{3})+)(?:\.(\d{1,2}))?$/.exec(cell.trim()) ?? [];
  if (whole === undefined) return undefined;
  const value = Number(whole.replaceAll(',', '')) * 100 + Number(cents.padEnd(2, '0'));
  return value <= 100 * MOST_CENTS ? value : undefined;
}

/** The part in whole percent: less than one is none, and what is not all of it is never a hundred. */
export function shareOf(cents: number, totalCents: number): number {
  if (cents >= totalCents) return Math.round((100 * cents) / totalCents);
  return Math.min(99, Math.round((100 * cents) / totalCents));
}

/** "$12,500.00", as it is written in Mexico. */
export function pesos(cents: number): string {
  const whole = Math.floor(Math.abs(cents) / 100);
  const rest = String(Math.abs(cents) % 100).padStart(2, '0');
  return `${cents < 0 ? '−' : ''}$${String(whole).replace(/\B(?=(\d{3})+$)/g, ',')}.${rest}`;
}
