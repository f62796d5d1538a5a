/** How long a notice takes, told beforehand. */

import { describe, expect, it } from 'vitest';
import { estimate } from '../../src/domain/notices/estimate.ts';
import { DAY, HOUR, NOW } from '../testkit/town.ts';

/** NOW is noon in Loreto: eight hours are left of the day. */
const load = { people: 100, ahead: 0, sentToday: 0, from: NOW, expiresAt: NOW + 3 * DAY, timeZone: 'America/Mazatlan' };
const telegram = { msEach: 40 };
const whatsapp = { msEach: 14_000, perDay: 50 };

describe('the estimate', () => {
  it('is the people by the pace', () => {
    expect(estimate(telegram, { ...load, people: 1000 })).toEqual({ takesMs: 40_000, firstDay: 1000, late: 0 });
  });

  it('counts who waits before them', () => {
    expect(estimate(telegram, { ...load, people: 1000, ahead: 500 }).takesMs).toBe(60_000);
  });

  it('goes on the next morning where the day is full, and says who is not reached in time', () => {
    const { firstDay, late, takesMs } = estimate(whatsapp, load);
    expect([firstDay, late]).toEqual([50, 0]);
    // The next day begins at 08:00, twenty hours later, and takes the other fifty.
    expect(takesMs).toBe(20 * HOUR + 50 * 14_000);
    expect(estimate(whatsapp, { ...load, expiresAt: NOW + 10 * HOUR })).toMatchObject({ firstDay: 50, late: 50 });
    expect(estimate(whatsapp, { ...load, sentToday: 45 }).firstDay).toBe(5);
  });

  it('waits for the morning', () => {
    const night = NOW + 10 * HOUR;
    expect(estimate(telegram, { ...load, from: night })).toEqual({ takesMs: 4_000, firstDay: 100, late: 0 });
    expect(estimate(telegram, { ...load, from: night, expiresAt: night + HOUR }).late).toBe(100);
  });

  it('ends, whatever it is asked', () => {
    expect(estimate({ msEach: 1000, perDay: 0 }, { ...load, expiresAt: NOW + 9999 * DAY }).late).toBe(100);
    expect(estimate(telegram, { ...load, people: 0 })).toEqual({ takesMs: 0, firstDay: 0, late: 0 });
  });
});
