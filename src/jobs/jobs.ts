/** What time does: reminders, tidying up, taking in what other processes changed. */

import { Cron } from 'croner';
import type { Store } from '../../db/unit-of-work.ts';
import { announceFollowing } from './following.ts';
import { queueReminders } from './reminders.ts';
import { keepTidy } from './retention.ts';

export interface JobsOptions {
  store: Store;
  /** Loads the clinics again if an import changed them. */
  refreshDirectory: () => Promise<unknown>;
  clock: () => number;
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
    job('15 */5 * * * *', 'following assemblies', async () => {
      if ((await announceFollowing(store, clock())) > 0) options.wake();
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
