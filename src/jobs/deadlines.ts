/** Reminds a committee of its deadlines: 30, 7 and 1 days before, in the morning. */

import { Temporal } from 'temporal-polyfill';
import type { Store } from '../../db/unit-of-work.ts';
import { dateIn, startOf } from '../domain/assemblies/calendar.ts';
import { queueNotices } from '../domain/notices/queue.ts';
import { holdersAt } from '../domain/roles.ts';
import { deadlinesOn } from '../domain/works/dates.ts';

const DAYS_BEFORE = [30, 7, 1] as const;
/** In the clinic's time; a reminder is of use until that evening. */
const MORNING = '10:00';
const EVENING = '20:00';
const DAY_MS = 86_400_000;

/** Once a person, deadline and day: one that is moved is reminded of anew. Returns for how many people one was queued. */
export async function remindOfDeadlines(store: Store, now: number): Promise<number> {
  const background = { background: true };
  // A day before and after: it is not the same date everywhere.
  const near = DAYS_BEFORE.flatMap((days) => [-1, 0, 1].map((more) => dateOf(now + (days + more) * DAY_MS)));
  const deadlines = await store.run((tx) => deadlinesOn(tx, near), background);
  let queued = 0;
  for (const { clinicId, kind, date, clinic, timeZone } of deadlines) {
    const today = dateIn(now, timeZone);
    const days = Temporal.PlainDate.from(today).until(date).total('days');
    const [due, until] = [startOf(today, MORNING, timeZone), startOf(today, EVENING, timeZone)];
    if (!DAYS_BEFORE.some((each) => each === days) || now < due || now >= until) continue;
    queued += await store.run(async (tx) => {
      const holders = await holdersAt(tx, { clinicId, roles: ['president', 'treasurer', 'secretary'], now });
      return await queueNotices(tx, {
        kind: 'office',
        clinicId,
        recipients: holders.flatMap(({ personId }) => personId ?? []),
        texts: [
          {
            key: kind === 'spending' ? 'notice:deadlineSpending' : 'notice:deadlineAccounts',
            values: { clinic, day: { at: startOf(date, '12:00', timeZone), timeZone, as: 'date' } },
          },
        ],
        deadline: startOf(date, '12:00', timeZone),
        notBefore: now,
        expiresAt: until,
        dedupe: (personId) => `deadline:${clinicId}:${kind}:${date}:${days}:${personId}`,
        now,
      });
    }, background);
  }
  return queued;
}

function dateOf(instant: number): string {
  return dateIn(instant, 'UTC');
}
