/** A result with as much in it as there can be: the message, the pages of votes, the picture and the table. */

import { describe, expect, it } from 'vitest';
import type { Store } from '../../db/unit-of-work.ts';
import { screens as paperScreens } from '../../flows/paper-count/screens.ts';
import { screens } from '../../flows/result/screens.ts';
import { compose } from '../../src/conversation/compose.ts';
import type { Screen } from '../../src/conversation/flow.ts';
import { resultChart, resultSheet } from '../../src/conversation/result-files.ts';
import { resultServices } from '../../src/conversation/result-services.ts';
import type { Call, Premises } from '../../src/conversation/serve.ts';
import type { ItemResult, VoteResult } from '../../src/domain/votes/results.ts';
import { appoint } from '../testkit/office.ts';
import { describeStores } from '../testkit/stores.ts';
import { buildTown, DAY, LORETO, NOW } from '../testkit/town.ts';
import { openVote } from '../testkit/votes.ts';
import { localizer } from '../world.ts';

const LONG = 'Mantenimiento o rehabilitación de las instalaciones eléctricas, hidráulicas y sanitarias';
const WEIGHT = 30_000;

const item = (number: number): ItemResult => ({
  itemId: number,
  number,
  title: `${LONG} ${number}`,
  kind: 'obra',
  needId: null,
  catalogueCode: null,
  costCents: 123_456_750,
  lot: number,
  chat: 10_000 + number,
  proven: 345,
  paper: 2_345,
  votes: 12_345 + number,
});

/** Twelve that win and eighteen that do not, with every kind of note. */
const whole: VoteResult = {
  voteId: 4,
  clinicId: LORETO,
  year: 2027,
  proof: 'invited',
  most: 3,
  openedAt: NOW,
  closedAt: NOW + DAY,
  budgetCents: 999_999_950,
  costCents: 900_000_000,
  leftCents: 99_999_950,
  winners: Array.from({ length: 12 }, (_, at) => (at === 11 ? { ...item(12), votes: 0 } : item(at + 1))),
  missed: Array.from({ length: 18 }, (_, at) =>
    at % 2 === 0
      ? { ...item(at + 13), because: 'money' as const, missingCents: 38_000_00 }
      : { ...item(at + 13), because: 'rival' as const, rival: 3 },
  ),
  ties: [
    { first: 2, second: 13, by: 'cost' },
    { first: 3, second: 15, by: 'lot' },
  ],
  ballots: { chat: 12_000, proven: 4_000, paper: 2_500 },
  couldVote: 34_567,
  pairsFound: 2,
  decidedElse: [item(13)],
  digest: 'ab'.repeat(32),
  fileId: 1,
};

const lengthIn = (language: string, screen: Screen) =>
  compose({ said: [], screen }, 1, (text) => localizer.text(language, text)).reply.text.length;

describe.each(localizer.languages)('a result in %s', (language) => {
  const say = (text: Parameters<typeof localizer.text>[1]) => localizer.text(language, text);

  it('is a picture that a telephone loads', () => {
    const { data, mime } = resultChart(whole, { say, clinic: 'UMF Heroica Villa Tezoatlán de Segura y Luna' });
    expect(mime).toBe('image/png');
    expect(Buffer.from(data, 'base64').length).toBeLessThan(WEIGHT);
  });

  it('is a table with a row for each thing and one for the ballots', () => {
    const { data } = resultSheet(whole, 'csv', say);
    const rows = Buffer.from(data, 'base64').toString('utf8').trim().split('\r\n');
    expect(rows).toHaveLength(1 + 30 + 1);
    expect(rows[1]).toContain(`1234567.5,12346,10001,345,9656,2345,1,,`);
    expect(rows.at(-1)).toMatch(/,14500,12000,4000,8000,2500,,,$/);
  });

  it('has room in a message for paper counts of thirty things', () => {
    const items = Array.from({ length: 30 }, (_, at) => ({ title: `${LONG} ${at}`, votes: 1234 }));
    const shown = { voteId: 4, clinic: 'UMF Loreto', most: 3, closed: true, before: 1234, items };
    const sheet = { ...shown, countable: [] };
    const context = { clinicId: LORETO, sheet, ballots: 5000, votes: items.map(() => 1234), next: null };
    expect(lengthIn(language, paperScreens.confirm(context))).toBeLessThanOrEqual(1000);
    expect(lengthIn(language, paperScreens.counted(context))).toBeLessThanOrEqual(1000);
  });
});

describeStores('a result in the chat', (open) => {
  let store: Store;

  /** Keeps `result` as that of a closed vote. */
  async function closedWith(result: VoteResult): Promise<number> {
    store = await open();
    await buildTown(store);
    await appoint(store, 'president');
    const items = [
      { title: 'A', costCents: 100 },
      { title: 'B', costCents: 100 },
    ];
    const { id } = await openVote(store, { items, budgetCents: 1000, opensAt: NOW, closesAt: NOW + DAY });
    await store.run(async ({ db, tables: { votes } }) => {
      const { digest, fileId, pairsFound: _, decidedElse: __, ...counted } = result;
      await db.update(votes).set({ status: 'closed', closedAt: NOW + DAY, result: counted, digest, fileId });
    });
    return id;
  }

  it.each([
    ['as much as there can be', whole],
    ['two that win', { ...whole, winners: whole.winners.slice(0, 2), missed: whole.missed.slice(0, 2) }],
    ['a few that do not', { ...whole, winners: whole.winners.slice(10), missed: whole.missed.slice(0, 3) }],
  ])('fits in a message, whole or by pages: %s', async (_, result) => {
    const voteId = await closedWith(result);
    for (const language of localizer.languages) {
      await store.run(async (tx) => {
        const call = { tx, now: NOW + 2 * DAY, personId: 1, language, home: LORETO } as Call;
        const services = resultServices({ localizer } as Premises, call);
        const found = await services.voteResult({ voteId });
        const empty = { told: false, lines: '', page: 0, isLast: true, reading: null, next: null };
        expect(lengthIn(language, screens.result({ ...empty, found }))).toBeLessThanOrEqual(1000);
        const seen: string[] = [];
        for (let page = 0, isLast = false; !isLast; page++) {
          const got = await services.resultVotes({ voteId, page });
          expect(lengthIn(language, screens.votes({ ...empty, ...got, found }))).toBeLessThanOrEqual(1000);
          seen.push(...got.lines.split('\n'));
          isLast = got.isLast;
        }
        expect(seen.length).toBeGreaterThanOrEqual(result.winners.length + result.missed.length);
        expect((await services.resultVotes({ voteId, page: 99 })).page).toBe(0);
      });
    }
  });
});
