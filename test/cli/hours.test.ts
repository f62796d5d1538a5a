/** The hours by zone at the end of an import. */

import { expect, it } from 'vitest';
import { hourSentence, hoursByZone } from '../../src/cli/hours.ts';

it('says each hour of each zone in the time of Mexico City', () => {
  const at = (instant: string, timeZone: string) => ({ startsAt: Date.parse(instant), timeZone });
  const hours = hoursByZone([
    at('2027-02-20T19:00:00Z', 'America/Tijuana'),
    at('2027-02-27T19:00:00Z', 'America/Tijuana'),
    at('2027-03-20T18:00:00Z', 'America/Tijuana'),
    at('2027-02-20T17:00:00Z', 'America/Mexico_City'),
    at('2027-02-20T15:00:00Z', 'America/Cancun'),
  ]);
  expect(hours.map(hourSentence)).toEqual([
    '10:00 in Cancun = 09:00 in Mexico City: 1 assembly',
    '11:00 in Mexico City: 1 assembly',
    '11:00 in Tijuana = 12:00 in Mexico City: 1 assembly',
    '11:00 in Tijuana = 13:00 in Mexico City: 2 assemblies',
  ]);
});
