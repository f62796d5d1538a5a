/** The hours of a file of assemblies by time zone, so that a wrong zone is noticed before people are. */

const CAPITAL = 'America/Mexico_City';

export interface Hour {
  timeZone: string;
  /** HH:MM there and in Mexico City. */
  local: string;
  capital: string;
  /** How many assemblies begin at that hour. */
  assemblies: number;
}

/** One entry for each zone and hour, in that order. */
export function hoursByZone(starts: readonly { startsAt: number; timeZone: string }[]): Hour[] {
  const hours = new Map<string, Hour>();
  const clocks = new Map<string, Intl.DateTimeFormat>();
  const show = (instant: number, timeZone: string) => {
    const clock =
      clocks.get(timeZone) ?? new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' });
    clocks.set(timeZone, clock);
    return clock.format(instant);
  };
  for (const { startsAt, timeZone } of starts) {
    const local = show(startsAt, timeZone);
    const capital = show(startsAt, CAPITAL);
    const key = `${timeZone} ${local} ${capital}`;
    const hour = hours.get(key) ?? { timeZone, local, capital, assemblies: 0 };
    hour.assemblies += 1;
    hours.set(key, hour);
  }
  return [...hours].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, hour]) => hour);
}

/** "11:00 in Tijuana = 13:00 in Mexico City: 3 assemblies". */
export function hourSentence({ timeZone, local, capital, assemblies }: Hour): string {
  const city = (timeZone.split('/').at(-1) ?? timeZone).replaceAll('_', ' ');
  const there = timeZone === CAPITAL ? '' : ` = ${capital} in Mexico City`;
  return `${local} in ${city}${there}: ${assemblies} ${assemblies === 1 ? 'assembly' : 'assemblies'}`;
}
