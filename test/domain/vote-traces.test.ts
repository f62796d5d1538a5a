/** What is left of a vote in the very files of the database, once it is closed. */

import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openSqlite } from '../../db/sqlite.ts';
import { castBallot } from '../../src/domain/votes/casting.ts';
import { newIdWith } from '../../src/domain/votes/ids.ts';
import { closeVotes } from '../../src/jobs/vote-closing.ts';
import { buildTown, DAY, HOUR, LORETO, NOW, settle } from '../testkit/town.ts';
import { openVote } from '../testkit/votes.ts';

const CLOSES = NOW + DAY;

it('is nothing by which a voter could be joined with a ballot, neither in the database nor in its log', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'asamblea-traces-'));
  const store = openSqlite(join(folder, 'asamblea.db'));
  try {
    await buildTown(store);
    const items = ['Techo', 'Báscula', 'Sillas'].map((title) => ({ title, costCents: 100_00 }));
    const vote = await openVote(store, { items, budgetCents: 500_00, opensAt: NOW + HOUR, closesAt: CLOSES });
    let dice = 7;
    const newId = newIdWith(() => {
      dice = (dice * 16807) % 2147483647;
      return dice / 2147483647;
    });
    // Long enough never to stand anywhere by chance.
    const tokenOf = (_: string, personId: number) => `token-of-${personId}-${'x'.repeat(12)}`;
    for (let at = 0; at < 60; at++) {
      const personId = await settle(store, `voter ${at}`, { homeClinicId: LORETO });
      const choices = [vote.items[at % 3]?.id ?? 0];
      const cast = { voteId: vote.id, personId, choices, tokenOf, newId, newReceipt: () => `R${at}` };
      await store.run((tx) => castBallot(tx, { ...cast, now: NOW + 2 * HOUR }));
    }
    const traces = () =>
      readdirSync(folder)
        .map((file) => readFileSync(join(folder, file)).toString('latin1'))
        .flatMap((bytes) => bytes.match(/token-of-\d+-x{12}|(?:cd){32}/g) ?? []).length;

    expect(traces()).toBeGreaterThan(60);
    expect(await closeVotes(store, CLOSES, newId)).toBe(true);
    await store.scrub();
    expect(traces()).toBe(0);
  } finally {
    await store.close();
    rmSync(folder, { recursive: true });
  }
});
