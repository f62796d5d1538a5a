/** A vote whose whole time went by while the program was down is none: it never opens, and nobody is left waiting for it. */

import { eq } from 'drizzle-orm';
import { beforeEach, expect, it } from 'vitest';
import type { Store, Tx } from '../../db/unit-of-work.ts';
import { announce } from '../../src/domain/votes/announcing.ts';
import { ballotOf, ballotsOf, discardDraft, setClosing, setOpening } from '../../src/domain/votes/drafts.ts';
import { eventsOf } from '../../src/domain/votes/log.ts';
import { closeVotes } from '../../src/jobs/vote-closing.ts';
import { openVotes, tellOfVotes } from '../../src/jobs/votes.ts';
import { appoint } from '../testkit/office.ts';
import { describeStores } from '../testkit/stores.ts';
import { buildTown, DAY, HOUR, LORETO, NOW, settle } from '../testkit/town.ts';
import { announceVote } from '../testkit/votes.ts';

const OPENS = NOW + DAY;
const CLOSES = NOW + 3 * DAY;

describeStores('a vote that was missed', (open) => {
  let store: Store;
  let voteId: number;
  let president: number;
  let elena: number;
  const run = <T>(work: (tx: Tx) => Promise<T>) => store.run(work);

  beforeEach(async () => {
    store = await open();
    await buildTown(store);
    president = await appoint(store, 'president');
    elena = await settle(store, 'elena', { homeClinicId: LORETO });
    const items = [
      { title: 'Rampa', costCents: 100, rivals: 'a' },
      { title: 'Techo', costCents: 200, rivals: 'a' },
      { title: 'Sillas', costCents: 300 },
    ];
    const terms = { items, budgetCents: 1000, most: 2, proof: 'invited' as const, invitees: ['a number'] };
    voteId = (await announceVote(store, { ...terms, opensAt: OPENS, closesAt: CLOSES, personId: president })).id;
    await tellOfVotes(store, NOW);
  });

  const told = async (personId: number) => {
    const rows = await run(({ db, tables: { outbox } }) =>
      db.select().from(outbox).where(eq(outbox.personId, personId)).orderBy(outbox.id),
    );
    return rows.map(({ kind, notice }) => `${kind} ${(notice as { texts: { key: string }[] }).texts[0]?.key}`);
  };

  it('does not open; its ballot is a draft again, without its days', async () => {
    expect(await openVotes(store, CLOSES)).toBe(false);
    expect(await closeVotes(store, CLOSES, () => 1)).toBe(false);
    expect(await run((tx) => ballotOf(tx, voteId))).toMatchObject({ status: 'discarded', openedAt: null });
    expect((await run((tx) => eventsOf(tx, voteId))).at(-1)).toMatchObject({ event: 'discarded', at: CLOSES });
    const { draft, current } = await run((tx) => ballotsOf(tx, LORETO));
    expect(current).toBeUndefined();
    const kept = { most: 2, proof: 'invited', invitees: 1, replacesId: null };
    expect(draft).toMatchObject({ ...kept, opensAt: null, closesAt: null, lotSeed: null });
    expect(draft?.items.map(({ title, rivals, lot }) => [title, rivals !== null, lot])).toEqual([
      ['Rampa', true, null],
      ['Techo', true, null],
      ['Sillas', false, null],
    ]);
    expect(await openVotes(store, CLOSES + HOUR)).toBe(false);
  });

  it('opens where a minute of its time is left', async () => {
    expect(await openVotes(store, CLOSES - 60_000)).toBe(true);
    expect(await run((tx) => ballotOf(tx, voteId))).toMatchObject({ status: 'open' });
  });

  it('is told to its people, and to who prepares it how to go on; once', async () => {
    await openVotes(store, CLOSES + HOUR);
    await tellOfVotes(store, CLOSES + HOUR);
    await tellOfVotes(store, CLOSES + 2 * HOUR);
    expect(await told(elena)).toEqual(['vote notice:ballot.announced', 'vote notice:ballot.missed']);
    expect(await told(president)).toEqual(['office notice:ballot.missedOffice']);
  });

  it('is announced anew with other days as a first one, or given up in silence', async () => {
    await openVotes(store, CLOSES);
    await tellOfVotes(store, CLOSES);
    const draftId = (await run((tx) => ballotsOf(tx, LORETO))).draft?.id ?? 0;
    const of = { voteId: draftId, personId: president, now: CLOSES };
    await run((tx) => setOpening(tx, { ...of, opensAt: CLOSES + DAY }));
    await run((tx) => setClosing(tx, { ...of, closesAt: CLOSES + 2 * DAY }));
    await run((tx) => announce(tx, { ...of, seed: 'ab'.repeat(32), tokenKey: 'k' }));
    await tellOfVotes(store, CLOSES);
    expect((await told(elena)).at(-1)).toBe('vote notice:ballot.announced');
    await openVotes(store, CLOSES + 2 * DAY);
    const again = (await run((tx) => ballotsOf(tx, LORETO))).draft?.id ?? 0;
    const count = (await told(elena)).length;
    await run((tx) => discardDraft(tx, { ...of, voteId: again }));
    await tellOfVotes(store, CLOSES + 2 * DAY);
    expect((await told(elena)).length - count).toBe(1);
    expect((await told(elena)).at(-1)).toBe('vote notice:ballot.missed');
  });
});
