/** A vote with which something is wrong keeps no other one from its people. */

import { eq } from 'drizzle-orm';
import { beforeEach, expect, it } from 'vitest';
import type { Store, Tx } from '../../db/unit-of-work.ts';
import { beginBallot, castBallot } from '../../src/domain/votes/casting.ts';
import { closeVotes, forgetOldChoices, remindUnconfirmed } from '../../src/jobs/vote-closing.ts';
import { announceResults } from '../../src/jobs/vote-results.ts';
import { openVotes, tellOfVotes } from '../../src/jobs/votes.ts';
import { describeStores } from '../testkit/stores.ts';
import { buildTown, DAY, HOUR, LORETO, NOW, settle, zones } from '../testkit/town.ts';
import { announceVote } from '../testkit/votes.ts';

const TIJUANA = 2;
const OPENS = NOW + DAY;
const CLOSES = OPENS + 3 * DAY;
let ids = 0;
const newId = () => ++ids;
const newReceipt = () => `receipt ${++ids}`;
const tokenOf = (key: string, personId: number) => `${key} ${personId}`;

describeStores('of two votes', (open) => {
  let store: Store;
  let broken: number;
  let sound: number;
  let alarms: string[];
  const onAlarm = (alarm: string) => alarms.push(alarm);
  const run = <T>(work: (tx: Tx) => Promise<T>) => store.run(work);
  const items = ['Rampa', 'Techo'].map((title) => ({ title, costCents: 100 }));

  beforeEach(async () => {
    store = await open();
    await buildTown(store);
    alarms = [];
    const terms = { items, budgetCents: 1000, opensAt: OPENS, closesAt: CLOSES };
    broken = (await announceVote(store, { ...terms, clinicId: LORETO })).id;
    sound = (await announceVote(store, { ...terms, clinicId: TIJUANA })).id;
  });

  const statusOf = (voteId: number) =>
    run(async ({ db, tables: { votes } }) => (await db.select().from(votes).where(eq(votes.id, voteId)))[0]?.status);
  /** An hour that no calendar knows. */
  const nowhere = (timeZone = 'Nowhere/None') =>
    run(({ db, tables: { clinics } }) => db.update(clinics).set({ timeZone }).where(eq(clinics.id, LORETO)));
  const told = async () => {
    const rows = await run(({ db, tables: { outbox } }) => db.select().from(outbox));
    return rows.map(({ clinicId, notice }) => [clinicId, (notice as { texts: { key: string }[] }).texts[0]?.key]);
  };

  it('the other opens, is told of, reminded of, closed, and its result told', async () => {
    const people = [
      await settle(store, 'elena', { homeClinicId: LORETO }),
      await settle(store, 'benito', { homeClinicId: TIJUANA }),
      await settle(store, 'carmen', { homeClinicId: TIJUANA }),
    ];
    expect(await openVotes(store, OPENS, onAlarm)).toBe(true);
    const of = { now: OPENS + HOUR, newId };
    await run((tx) => beginBallot(tx, { ...of, voteId: broken, personId: people[0] ?? 0 }));
    await run((tx) => beginBallot(tx, { ...of, voteId: sound, personId: people[1] ?? 0 }));
    const choices = await run(async ({ db, tables: { voteItems } }) =>
      (await db.select().from(voteItems).where(eq(voteItems.voteId, sound))).slice(0, 1).map(({ id }) => id),
    );
    const cast = { ...of, voteId: sound, personId: people[2] ?? 0, choices, tokenOf, newReceipt };
    await run((tx) => castBallot(tx, cast));

    await nowhere();
    await tellOfVotes(store, OPENS + HOUR, onAlarm);
    expect(await told()).toEqual([
      [TIJUANA, 'notice:ballot.open'],
      [TIJUANA, 'notice:ballot.open'],
    ]);
    expect(await remindUnconfirmed(store, OPENS + DAY, onAlarm)).toBe(1);
    expect((await told()).at(-1)).toEqual([TIJUANA, 'notice:ballot.unconfirmed']);
    expect(await closeVotes(store, CLOSES, newId, onAlarm)).toBe(true);
    expect([await statusOf(broken), await statusOf(sound)]).toEqual(['open', 'closed']);
    await nowhere(zones[LORETO - 1]);
    expect(await closeVotes(store, CLOSES + HOUR, newId, onAlarm)).toBe(true);
    await nowhere();
    expect(await announceResults(store, CLOSES + HOUR, onAlarm)).toBeGreaterThan(0);
    expect((await told()).at(-1)).toEqual([TIJUANA, 'notice:result.told']);
    await forgetOldChoices(store, CLOSES + HOUR, onAlarm);
    expect(alarms).toEqual([
      `The vote ${broken} could not be told of.`,
      `Who did not confirm in the vote ${broken} could not be reminded.`,
      `The vote ${broken} could not be closed.`,
      `The result of the vote ${broken} could not be told.`,
    ]);
  });

  it('what fails is thrown where nobody asks for alarms', async () => {
    await openVotes(store, OPENS);
    await nowhere();
    await expect(closeVotes(store, CLOSES, newId)).rejects.toThrow(`The vote ${broken} could not be closed.`);
  });
});
