/** What time does: reminders, tidying up, taking in what other processes changed. */

import { Cron } from 'croner';
import type { Store } from '../../db/unit-of-work.ts';
import { newIdWith } from '../domain/votes/ids.ts';
import { runBroadcasts } from './broadcasts.ts';
import { carryOnCalls } from './calls.ts';
import { remindOfDeadlines } from './deadlines.ts';
import { announceDecided } from './decided.ts';
import { announceFollowing } from './following.ts';
import { remindOfReviews } from './needs.ts';
import { announceProgress } from './progress.ts';
import { queueReminders } from './reminders.ts';
import { keepTidy } from './retention.ts';
import { queueTotals } from './totals.ts';
import { closeVotes, forgetOldChoices, remindUnconfirmed } from './vote-closing.ts';
import { announceResults } from './vote-results.ts';
import { openVotes, tellOfVotes } from './votes.ts';

export interface JobsOptions {
  store: Store;
  /** Loads the clinics again if an import changed them. */
  refreshDirectory: () => Promise<unknown>;
  clock: () => number;
  /** From 0 up to, not including, 1; nobody may guess the next one. */
  random: () => number;
  onAlarm: (message: string, cause?: unknown) => void;
  /** Notices were queued. */
  wake: () => void;
}

/** Runs each job on its own schedule, never twice at once; a job that fails raises an alarm and runs again next time. */
export function startJobs(options: JobsOptions): { stop(): Promise<void> } {
  const { store, clock, onAlarm } = options;
  const running = new Set<Promise<void>>();
  const job = (pattern: string, name: string, work: () => Promise<unknown>) =>
    new Cron(pattern, { protect: true, unref: true }, async () => {
      const run = work().then(
        () => {},
        (error) => onAlarm(`The job «${name}» failed.`, error),
      );
      running.add(run);
      await run;
      running.delete(run);
    });

  const crons = [
    job('*/20 * * * * *', 'reminders', async () => {
      if ((await queueReminders(store, clock())) > 0) options.wake();
    }),
    job('*/2 * * * * *', 'broadcasts', async () => {
      if ((await runBroadcasts(store, clock())) > 0) options.wake();
    }),
    job('50 * * * * *', 'totals', async () => {
      if ((await queueTotals(store, clock())) > 0) options.wake();
    }),
    job('15 */5 * * * *', 'following assemblies', async () => {
      if ((await announceFollowing(store, clock())) > 0) options.wake();
    }),
    job('45 */5 * * * *', 'what was decided', async () => {
      if ((await announceDecided(store, clock())) > 0) options.wake();
    }),
    job('30 */5 * * * *', 'progress', async () => {
      if ((await announceProgress(store, clock())) > 0) options.wake();
    }),
    job('45 */5 * * * *', 'deadlines', async () => {
      if ((await remindOfDeadlines(store, clock())) > 0) options.wake();
    }),
    job('10 */5 * * * *', 'needs to review', async () => {
      if ((await remindOfReviews(store, clock())) > 0) options.wake();
    }),
    job('*/5 * * * * *', 'calls', async () => {
      if (await carryOnCalls(store, clock, onAlarm)) options.wake();
    }),
    job('*/5 * * * * *', 'opening votes', async () => {
      const opened = await openVotes(store, clock(), onAlarm);
      if ((await tellOfVotes(store, clock(), onAlarm)) > 0 || opened) options.wake();
    }),
    job('*/10 * * * * *', 'closing votes', async () => {
      if (!(await closeVotes(store, clock(), newIdWith(options.random), onAlarm))) return;
      options.wake();
      await store.scrub();
    }),
    job('*/30 * * * * *', 'results of votes', async () => {
      if ((await announceResults(store, clock(), onAlarm)) > 0) options.wake();
    }),
    job('40 */5 * * * *', 'ballots not confirmed', async () => {
      if ((await remindUnconfirmed(store, clock(), onAlarm)) > 0) options.wake();
    }),
    job('25 17 * * * *', 'what was chosen', async () => {
      await forgetOldChoices(store, clock(), onAlarm);
      await store.scrub();
    }),
    job('*/5 * * * * *', 'directory', options.refreshDirectory),
    job('*/30 * * * * *', 'retention', () => keepTidy(store, clock())),
  ];
  return {
    async stop() {
      for (const cron of crons) cron.stop();
      await Promise.all(running);
    },
  };
}
