/** The ledger adds up, whatever is entered and corrected, and no line of it ever changes. */

import fc from 'fast-check';
import { beforeEach, expect, it } from 'vitest';
import type { Store } from '../../db/unit-of-work.ts';
import { importBudgets } from '../../src/domain/works/budgets.ts';
import {
  correctSpending,
  enterSpending,
  overrunOf,
  receiptsOf,
  spendingsOf,
  spentInYear,
} from '../../src/domain/works/ledger.ts';
import { keepPhoto } from '../../src/domain/works/photos.ts';
import { decideWork, workById } from '../../src/domain/works/works.ts';
import { appoint } from '../testkit/office.ts';
import { describeStores } from '../testkit/stores.ts';
import { buildTown, LORETO, NOW } from '../testkit/town.ts';

const APPROVED = 100_000;
const BUDGET = 250_000;

describeStores('the ledger', (open) => {
  let store: Store;
  let personId: number;
  beforeEach(async () => {
    store = await open();
    await buildTown(store);
    personId = await appoint(store, 'president');
    const lines = [{ clues: 'TEST000001', year: 2027, amountCents: BUDGET }];
    await store.run((tx) => importBudgets(tx, { lines, now: NOW }));
  });

  const decide = (approvedCents?: number) =>
    store.run((tx) => decideWork(tx, { personId, clinicId: LORETO, code: 'pisos', approvedCents, now: NOW }));
  const spend = (workId: number, cents: number, more: { reason?: string; receiptFileId?: number } = {}) =>
    store.run((tx) => enterSpending(tx, { personId, workId, cents, now: NOW, ...more }));
  const correct = (lineId: number, cents: number, reason = 'otra factura') =>
    store.run((tx) => correctSpending(tx, { personId, lineId, cents, reason, now: NOW }));
  const lines = () => store.run(({ db, tables: { ledger } }) => db.select().from(ledger).orderBy(ledger.id));
  const spendings = (workId: number) => store.run((tx) => spendingsOf(tx, workId));

  it('takes what goes beyond the amount only with a reason', async () => {
    const { id } = await decide(APPROVED);
    await spend(id, APPROVED);
    expect(await store.run((tx) => overrunOf(tx, { personId, workId: id, cents: 1, now: NOW }))).toEqual({
      over: 'work',
      limitCents: APPROVED,
      year: 2027,
      spentCents: APPROVED + 1,
    });
    await expect(spend(id, 1)).rejects.toThrow('over-amount');
    await expect(spend(id, 1, { reason: ' ' })).rejects.toThrow('text-empty');
    expect(await spend(id, 1, { reason: 'subió el cemento' })).toMatchObject({ spentCents: APPROVED + 1 });
  });

  it('takes what goes beyond the clinic’s money only with a reason', async () => {
    const [one, other] = [await decide(), await decide()];
    await spend(one.id, BUDGET - 5);
    const asked = { personId, workId: other.id, cents: 6, now: NOW };
    expect(await store.run((tx) => overrunOf(tx, asked))).toMatchObject({ over: 'clinic' });
    await expect(spend(other.id, 6)).rejects.toThrow('over-amount');
    expect(await spend(other.id, 5)).toMatchObject({ spentCents: 5 });
  });

  it.each([0, -1, 1.5, Number.NaN, 2 ** 60])('takes no spending of %s', async (cents) => {
    const { id } = await decide();
    await expect(spend(id, cents)).rejects.toThrow('bad-amount');
  });

  it('corrects by a line with the difference, as often as it takes; to nothing too', async () => {
    const { id } = await decide();
    const sent = { personId, clinicId: LORETO, mime: 'image/jpeg', data: 'AAAA', now: NOW };
    await spend(id, 1200, { receiptFileId: await store.run((tx) => keepPhoto(tx, sent)) });
    const [line] = await spendings(id);
    const lineId = line?.id ?? 0;
    await correct(lineId, 2000);
    await correct(lineId, 700);
    expect((await lines()).map(({ amountCents, correctsId }) => [amountCents, correctsId])).toEqual([
      [1200, null],
      [800, lineId],
      [-1300, lineId],
    ]);
    expect(await spendings(id)).toMatchObject([{ id: lineId, cents: 700, hasReceipt: true }]);
    expect(await store.run((tx) => receiptsOf(tx, id))).toEqual({ lines: 1, withReceipt: 1 });
    await expect(correct(lineId, 700)).rejects.toThrow('bad-amount');
    await expect(correct(lineId, -1)).rejects.toThrow('bad-amount');
    await expect(correct(lineId, 5, '')).rejects.toThrow('text-empty');
    await expect(correct(lineId + 1, 5)).rejects.toThrow('unknown-line');
    await correct(lineId, 0);
    expect(await spendings(id)).toEqual([]);
    expect((await store.run((tx) => workById(tx, id))).spentCents).toBe(0);
  });

  it('asks before a correction goes beyond the amount, and takes down that it did; never where it is less', async () => {
    const { id } = await decide(APPROVED);
    await spend(id, 60_000);
    await spend(id, 30_000);
    const [first] = await spendings(id);
    const corrects = first?.id ?? 0;
    const over = (cents: number) =>
      store.run((tx) => overrunOf(tx, { personId, workId: id, cents, corrects, now: NOW }));
    expect(await over(70_000)).toBeUndefined();
    const beyond = { over: 'work', limitCents: APPROVED, year: 2027, spentCents: APPROVED + 1 };
    expect(await over(70_001)).toEqual(beyond);
    await correct(corrects, 90_000, 'subió el cemento');
    expect(await over(80_000)).toBeUndefined();
    await correct(corrects, 80_000);
    const audited = await store.run(({ db, tables: { auditLog } }) => db.select().from(auditLog).orderBy(auditLog.id));
    expect(audited.slice(-2)).toMatchObject([
      { details: { over: 'work', cents: 30_000 } },
      { details: { over: null } },
    ]);
    await expect(
      store.run((tx) => overrunOf(tx, { personId, workId: id, cents: 1, corrects: 99, now: NOW })),
    ).rejects.toThrow('unknown-line');
  });

  it('says what is beyond it only to those who enter money', async () => {
    const { id } = await decide(APPROVED);
    const oversight = await appoint(store, 'oversight');
    const asked = { personId: oversight, workId: id, cents: 1, now: NOW };
    await expect(store.run((tx) => overrunOf(tx, asked))).rejects.toThrow('not-yours');
  });

  const entry = fc.record({
    work: fc.nat({ max: 2 }),
    cents: fc.oneof(fc.integer({ min: -10, max: 60_000 }), fc.constant(APPROVED)),
    reason: fc.constantFrom('', 'subió el precio'),
    /** Which of the lines so far is corrected; a spending where there is none. */
    corrects: fc.option(fc.nat({ max: 30 })),
  });

  it('adds up', { timeout: 120_000 }, async () => {
    const works = [(await decide(APPROVED)).id, (await decide()).id, (await decide(0)).id];
    /** What it must come to: by line, and by work. */
    const expected = new Map<number, { work: number; cents: number }>();
    await fc.assert(
      fc.asyncProperty(fc.array(entry, { maxLength: 12 }), async (entries) => {
        for (const { work, cents, reason, corrects } of entries) {
          const workId = works[work] ?? 0;
          const before = await lines();
          const known = [...expected.keys()];
          const lineId = corrects === null || known.length === 0 ? undefined : known[corrects % known.length];
          const outcome = await (lineId === undefined
            ? spend(workId, cents, reason ? { reason } : {})
            : correct(lineId, cents, reason)
          ).then(
            () => 'done',
            (error: Error) => error.message,
          );
          const after = await lines();
          expect(after.slice(0, before.length)).toEqual(before);
          expect(after).toHaveLength(before.length + (outcome === 'done' ? 1 : 0));
          const added = after.at(-1);
          if (outcome !== 'done' || !added) continue;
          if (added.correctsId === null) expected.set(added.id, { work: workId, cents });
          else {
            expect(added.reason).not.toBe('');
            const line = expected.get(added.correctsId);
            if (line) line.cents = cents;
          }
        }
        let all = 0;
        for (const [index, workId] of works.entries()) {
          const mine = [...expected].filter(([, line]) => line.work === workId);
          const sum = mine.reduce((total, [, { cents }]) => total + cents, 0);
          const { spentCents } = await store.run((tx) => workById(tx, workId));
          expect(spentCents).toBe(sum);
          expect(spentCents).toBeGreaterThanOrEqual(0);
          expect((await spendings(workId)).map(({ id, cents }) => [id, cents])).toEqual(
            mine.filter(([, { cents }]) => cents > 0).map(([id, { cents }]) => [id, cents]),
          );
          const own = (await lines()).filter((line) => line.workId === workId);
          expect(own.reduce((total, { amountCents }) => total + amountCents, 0)).toBe(sum);
          const limit = [APPROVED, undefined, 0][index];
          if (limit !== undefined && sum > limit) expect(own.some(({ reason }) => reason !== '')).toBe(true);
          all += sum;
        }
        expect(await store.run((tx) => spentInYear(tx, { clinicId: LORETO, year: 2027 }))).toBe(all);
      }),
      { numRuns: 12 },
    );
  });
});
