/** Votes that begin: they open at their hour, and their clinic's people are told. */

import type { Store } from '../../db/unit-of-work.ts';
import { dueToOpen, openVote } from '../domain/votes/opening.ts';
import { tellNext, untoldVotes } from '../domain/votes/telling.ts';
import { type OnAlarm, oneByOne, throwing } from './one-by-one.ts';

const background = { background: true };

/** Each in a unit of work of its own. Says whether any was opened. */
export async function openVotes(store: Store, now: number, onAlarm: OnAlarm = throwing): Promise<boolean> {
  const due = await store.run((tx) => dueToOpen(tx, now), background);
  let opened = false;
  await oneByOne(
    due,
    async (voteId) => {
      opened = (await store.run((tx) => openVote(tx, { voteId, now }), background)) || opened;
    },
    { failed: (voteId) => `The vote ${voteId} could not be opened.`, onAlarm },
  );
  return opened;
}

/** Returns for how many people a notice was queued. */
export async function tellOfVotes(store: Store, now: number, onAlarm: OnAlarm = throwing): Promise<number> {
  let queued = 0;
  await oneByOne(
    await store.run(untoldVotes, background),
    async (untold) => {
      for (let after: number | undefined = 0; after !== undefined; ) {
        const from: number = after;
        const slice = await store.run((tx) => tellNext(tx, { ...untold, after: from, now }), background);
        queued += slice.queued;
        after = slice.after;
      }
    },
    { failed: ({ voteId }) => `The vote ${voteId} could not be told of.`, onAlarm },
  );
  return queued;
}
