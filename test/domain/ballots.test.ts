/** Ballots: who builds them, what may stand on them, the lot, the announcing, the opening, and a change when people have voted. */

import { createHash } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { beforeEach, expect, it } from 'vitest';
import type { Store, Tx } from '../../db/unit-of-work.ts';
import { announce, changeBallot, renewDayCode } from '../../src/domain/votes/announcing.ts';
import {
  addInvitees,
  addItem,
  changeCost,
  clearRivals,
  MOST_ITEMS,
  removeItem,
  setRivals,
} from '../../src/domain/votes/draft-items.ts';
import {
  ballotOf,
  ballotsOf,
  discardDraft,
  setClosing,
  setMost,
  setOpening,
  setProof,
  startDraft,
} from '../../src/domain/votes/drafts.ts';
import { alteredEvent, eventsOf } from '../../src/domain/votes/log.ts';
import { drawLot } from '../../src/domain/votes/lot.ts';
import { dueToOpen, openVote as openDueVote } from '../../src/domain/votes/opening.ts';
import { importBudgets } from '../../src/domain/works/budgets.ts';
import { appoint } from '../testkit/office.ts';
import { describeStores } from '../testkit/stores.ts';
import { buildTown, DAY, HOUR, LORETO, NOW, settle } from '../testkit/town.ts';
import { announceVote, openVote } from '../testkit/votes.ts';

const MINUTE = 60_000;
const THOUSAND = 100_000;
const SEED = '0123456789abcdef'.repeat(4);

describeStores('ballots', (open) => {
  let store: Store;
  let secretary: number;
  beforeEach(async () => {
    store = await open();
    await buildTown(store);
    secretary = await appoint(store, 'secretary');
  });

  const run = <T>(work: (tx: Tx) => Promise<T>) => store.run(work);
  const loadBudget = (pesos: number, year = '2027') =>
    run((tx) => {
      const lines = [{ clues: 'TEST000001', year: Number(year), amountCents: 100 * pesos }];
      return importBudgets(tx, { lines, now: NOW });
    });
  const start = (personId = secretary, now = NOW) => run((tx) => startDraft(tx, { clinicId: LORETO, personId, now }));
  const add = (voteId: number, title: string, pesos: number, personId = secretary) =>
    run((tx) =>
      addItem(tx, {
        voteId,
        title,
        kind: 'equipo',
        costCents: 100 * pesos,
        costSource: 'Cotización',
        personId,
        now: NOW,
      }),
    );
  const of = (voteId: number, now = NOW) => ({ voteId, personId: secretary, now });
  const ballot = (voteId: number) => run((tx) => ballotOf(tx, voteId));

  /** Two items that cost 10,000 and 20,000, open from the next day for a week. */
  async function ready() {
    await loadBudget(400_000);
    const { id } = await start();
    await add(id, 'Báscula', 10_000);
    await add(id, 'Nebulizador', 20_000);
    await run((tx) => setOpening(tx, { ...of(id), opensAt: NOW + DAY }));
    await run((tx) => setClosing(tx, { ...of(id), closesAt: NOW + 8 * DAY }));
    return id;
  }
  const announceIt = (voteId: number, more: object = {}) =>
    run((tx) => announce(tx, { ...of(voteId), seed: SEED, tokenKey: 'key', ...more }));

  it('are built by president and secretary alone, from an amount that was loaded', async () => {
    await expect(start()).rejects.toThrow('ballot-no-budget');
    await loadBudget(400_000);
    await expect(start(await settle(store, 'neighbour'))).rejects.toThrow('not-yours');
    await expect(start(await appoint(store, 'treasurer'))).rejects.toThrow('not-yours');
    const draft = await start();
    expect(draft).toMatchObject({ status: 'draft', year: 2027, budgetCents: 400_000 * 100, most: 3, proof: 'none' });
    const president = await appoint(store, 'president');
    expect((await start(president)).id).toBe(draft.id);
    await loadBudget(500_000);
    expect((await start()).budgetCents).toBe(500_000 * 100);
  });

  it('take no cost of nothing, below nothing, in parts of a centavo, or above the amount', async () => {
    await loadBudget(400_000);
    const { id } = await start();
    for (const pesos of [0, -5, 0.001, Number.NaN])
      await expect(add(id, 'Báscula', pesos)).rejects.toThrow('bad-amount');
    await expect(add(id, 'Báscula', 400_000.01)).rejects.toThrow('ballot-over');
    const itemId = await add(id, 'Báscula', 400_000);
    const change = (costCents: number) =>
      run((tx) => changeCost(tx, { ...of(id), itemId, costCents, costSource: 'otra' }));
    await expect(change(0)).rejects.toThrow('bad-amount');
    await expect(change(400_001 * 100)).rejects.toThrow('ballot-over');
    await change(5000);
    expect((await ballot(id)).items).toMatchObject([{ costCents: 5000, costSource: 'otra' }]);
  });

  it('hold each thing once, of the own clinic, and not without end', async () => {
    await loadBudget(400_000);
    const { id } = await start();
    const [need, elsewhere] = await run(async ({ db, tables: { needs } }) => {
      const row = { title: 'Rampa', kind: 'obra', status: 'open', origin: 'people', proposedAt: NOW } as const;
      return await db
        .insert(needs)
        .values([
          { ...row, clinicId: LORETO, catalogueCode: 'rampa' },
          { ...row, clinicId: 2 },
        ])
        .returning();
    });
    const addNeed = (needId = 0) =>
      run((tx) => addItem(tx, { ...of(id), needId, costCents: 100, costSource: 'Cotización' }));
    await addNeed(need?.id);
    await expect(addNeed(need?.id)).rejects.toThrow('ballot-twice');
    await expect(addNeed(elsewhere?.id)).rejects.toThrow('ballot-unknown');
    await expect(add(id, '  rampa ', 10)).rejects.toThrow('ballot-twice');
    expect((await ballot(id)).items).toMatchObject([{ title: 'Rampa', needId: need?.id, catalogueCode: 'rampa' }]);
    for (let more = 1; more < MOST_ITEMS; more++) await add(id, `Cosa ${more}`, 10);
    await expect(add(id, 'Una más', 10)).rejects.toThrow('ballot-many');
  });

  it('number their items from 1 without a gap, and keep who excludes whom', async () => {
    await loadBudget(400_000);
    const { id } = await start();
    const a = await add(id, 'a', 1);
    const b = await add(id, 'b', 1);
    const c = await add(id, 'c', 1);
    const d = await add(id, 'd', 1);
    const rivals = (...itemIds: number[]) => run((tx) => setRivals(tx, { ...of(id), itemIds }));
    const groups = async () => (await ballot(id)).items.map((item) => item.rivals);
    await expect(rivals(a, a)).rejects.toThrow('ballot-few');
    await expect(rivals(a, 999)).rejects.toThrow('ballot-unknown');
    await rivals(a, b);
    await rivals(c, d);
    expect(await groups()).toEqual([`${a}`, `${a}`, `${c}`, `${c}`]);
    await rivals(b, c);
    expect(await groups()).toEqual([null, `${b}`, `${b}`, null]);
    await run((tx) => removeItem(tx, { ...of(id), itemId: b }));
    expect((await ballot(id)).items.map(({ title, number, rivals }) => [title, number, rivals])).toEqual([
      ['A', 1, null],
      ['C', 2, null],
      ['D', 3, null],
    ]);
    await rivals(a, c, d);
    await run((tx) => clearRivals(tx, { ...of(id), itemId: c }));
    expect(await groups()).toEqual([`${a}`, null, `${a}`]);
    await run((tx) => clearRivals(tx, { ...of(id), itemId: d }));
    expect(await groups()).toEqual([null, null, null]);
  });

  it('open a minute ahead at the earliest, and close after they open', async () => {
    await loadBudget(400_000);
    const { id } = await start();
    const opening = (opensAt: number) => run((tx) => setOpening(tx, { ...of(id), opensAt }));
    const closing = (closesAt: number) => run((tx) => setClosing(tx, { ...of(id), closesAt }));
    await expect(closing(NOW + DAY)).rejects.toThrow('ballot-opens');
    for (const wrong of [NOW - DAY, NOW, NOW + MINUTE - 1, NOW + 366 * DAY]) {
      await expect(opening(wrong)).rejects.toThrow('ballot-opens');
    }
    await opening(NOW + DAY);
    for (const wrong of [NOW, NOW + DAY, NOW + 62 * DAY]) await expect(closing(wrong)).rejects.toThrow('ballot-closes');
    await closing(NOW + 2 * DAY);
    await opening(NOW + 3 * DAY);
    expect(await ballot(id)).toMatchObject({ opensAt: NOW + 3 * DAY, closesAt: null });
  });

  it('are announced only whole', async () => {
    await loadBudget(400_000);
    const { id } = await start();
    await add(id, 'Báscula', 10_000);
    await expect(announceIt(id)).rejects.toThrow('ballot-few');
    await add(id, 'Nebulizador', 20_000);
    await expect(announceIt(id)).rejects.toThrow('ballot-opens');
    await run((tx) => setOpening(tx, { ...of(id), opensAt: NOW + DAY }));
    await expect(announceIt(id)).rejects.toThrow('ballot-closes');
    await run((tx) => setClosing(tx, { ...of(id), closesAt: NOW + 2 * DAY }));
    await run((tx) => setProof(tx, { ...of(id), proof: 'invited' }));
    await expect(announceIt(id)).rejects.toThrow('ballot-nobody');
    expect(await run((tx) => addInvitees(tx, { ...of(id), phones: ['x', 'y', 'x'] }))).toBe(2);
    expect(await run((tx) => addInvitees(tx, { ...of(id), phones: ['y', 'z'] }))).toBe(1);
    await loadBudget(15_000);
    await expect(announceIt(id)).rejects.toThrow('ballot-over');
    await loadBudget(30_000);
    await expect(announceIt(id, { now: NOW + DAY })).rejects.toThrow('ballot-opens');
    await expect(announceIt(id, { personId: await appoint(store, 'member') })).rejects.toThrow('not-yours');
    expect(await announceIt(id)).toMatchObject({
      status: 'announced',
      budgetCents: 30_000 * 100,
      invitees: 3,
      most: 2,
    });
  });

  it('are frozen once announced, with the lot in their record', async () => {
    const id = await ready();
    const { items, lotSeed } = await announceIt(id);
    expect(lotSeed).toBe(SEED);
    const order = items.toSorted((a, b) => (a.lot ?? 0) - (b.lot ?? 0)).map(({ number }) => number);
    expect(order).toEqual(drawLot(SEED, [1, 2]));
    const record = await run((tx) => eventsOf(tx, id));
    expect(record.map(({ event }) => event)).toEqual(['lot-drawn', 'announced']);
    expect(record[0]?.details).toEqual({ seed: SEED, order });
    expect(record[1]?.details).toMatchObject({ budgetCents: 400_000 * 100, items: [{ number: 1 }, { number: 2 }] });
    expect(alteredEvent({ voteId: id, events: record })).toBeUndefined();
    const deeds = await run(({ db, tables: { auditLog: t } }) =>
      db.select().from(t).where(eq(t.action, 'vote.prepare')),
    );
    const done = deeds.map(({ details }) => (details as { what: string }).what);
    expect(done).toEqual(['begun', 'items', 'items', 'terms', 'terms', 'announced']);
    await expect(add(id, 'Silla', 10)).rejects.toThrow('ballot-frozen');
    await expect(run((tx) => setMost(tx, { ...of(id), most: 1 }))).rejects.toThrow('ballot-frozen');
    await expect(run((tx) => discardDraft(tx, of(id)))).rejects.toThrow('ballot-frozen');
    await expect(announceIt(id)).rejects.toThrow('ballot-frozen');
    await expect(start()).rejects.toThrow('ballot-running');
  });

  it('open when their hour has come, once', async () => {
    const id = await ready();
    await announceIt(id);
    const openDue = (now: number) => run((tx) => openDueVote(tx, { voteId: id, now }));
    expect(await run((tx) => dueToOpen(tx, NOW + DAY - 1))).toEqual([]);
    expect(await openDue(NOW + DAY - 1)).toBe(false);
    expect(await run((tx) => dueToOpen(tx, NOW + DAY + MINUTE))).toEqual([id]);
    expect(await openDue(NOW + DAY + MINUTE)).toBe(true);
    expect(await openDue(NOW + DAY + MINUTE)).toBe(false);
    expect(await ballot(id)).toMatchObject({ status: 'open', openedAt: NOW + DAY + MINUTE });
  });

  it('are changed by ending the vote: what was voted is wiped, and who voted is still known', async () => {
    const { id, items } = await openVote(store, {
      items: [
        { title: 'a', costCents: THOUSAND, rivals: 'x' },
        { title: 'b', costCents: THOUSAND, rivals: 'x' },
      ],
      budgetCents: 5 * THOUSAND,
      proof: 'day-code',
      dayCode: 'hashed',
      opensAt: NOW,
      closesAt: NOW + DAY,
    });
    const voter = await settle(store, 'rosa', { homeClinicId: LORETO });
    await run(async ({ db, tables: { voters, ballots } }) => {
      await db
        .insert(voters)
        .values({ id: 77, voteId: id, personId: voter, status: 'voted', at: NOW, receipt: 'ABCD' });
      await db.insert(ballots).values({ id: 88, voteId: id, token: 't', choices: [items[0]?.id ?? 0], proven: true });
    });
    const { id: anew } = await run((tx) => changeBallot(tx, of(id, NOW + HOUR)));
    const draft = await ballot(anew);
    expect(draft).toMatchObject({ status: 'draft', replacesId: id, proof: 'day-code', hasCode: true, lotSeed: null });
    expect(draft.items).toMatchObject([
      { title: 'A', lot: null },
      { title: 'B', lot: null },
    ]);
    expect(draft.items[0]?.rivals).toBe(draft.items[1]?.rivals);
    expect((await ballot(id)).status).toBe('replaced');
    await run(async ({ db, tables: { voters, ballots, votes } }) => {
      expect(await db.select().from(ballots)).toEqual([]);
      expect(await db.select().from(voters)).toMatchObject([
        { personId: voter, status: 'voted', receipt: null, at: null },
      ]);
      const [row] = await db.select().from(votes).where(eq(votes.id, id));
      expect(row).toMatchObject({ tokenKey: null });
    });
    await expect(run((tx) => changeBallot(tx, of(id)))).rejects.toThrow('ballot-frozen');
    await run((tx) => discardDraft(tx, of(anew, NOW + HOUR)));
    expect(await run((tx) => ballotsOf(tx, LORETO))).toEqual({});
    expect((await run((tx) => eventsOf(tx, id))).map(({ event }) => event)).toContain('replaced');
  });

  it('give out another code of the day while they run', async () => {
    const { id } = await announceVote(store, {
      items: [
        { title: 'a', costCents: THOUSAND },
        { title: 'b', costCents: THOUSAND },
      ],
      budgetCents: 5 * THOUSAND,
      proof: 'day-code',
      dayCode: 'one',
      opensAt: NOW,
      closesAt: NOW + DAY,
    });
    await run((tx) => renewDayCode(tx, { ...of(id), dayCode: 'two' }));
    const rows = await run(({ db, tables: { votes } }) => db.select({ dayCode: votes.dayCode }).from(votes));
    expect(rows).toEqual([{ dayCode: 'two' }]);
  });

  it('have one vote at a time, also when two announce at once', async () => {
    const id = await ready();
    const president = await appoint(store, 'president');
    const outcomes = await Promise.allSettled([announceIt(id), announceIt(id, { personId: president })]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect((await run((tx) => eventsOf(tx, id))).length).toBe(2);
  });
});

it('draws a lot that anybody can draw again from the published seed', () => {
  const hashes = [1, 2, 3, 4, 5].map((number) => ({
    number,
    hash: createHash('sha256').update(`${SEED}:${number}`).digest('hex'),
  }));
  const expected = hashes.toSorted((a, b) => a.hash.localeCompare(b.hash)).map(({ number }) => number);
  expect(drawLot(SEED, [1, 2, 3, 4, 5])).toEqual(expected);
  expect(drawLot(SEED, [5, 4, 3, 2, 1])).toEqual(expected);
  expect(drawLot(`${SEED}0`, [1, 2, 3, 4, 5])).not.toEqual(expected);
});
