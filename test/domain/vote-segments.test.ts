/** Notices meant for who asked for something, and for who has not voted yet: to nobody else, and only while there is a vote. */

import { beforeEach, expect, it } from 'vitest';
import type { Store, Tx } from '../../db/unit-of-work.ts';
import { sendBroadcast } from '../../src/domain/notices/broadcasts.ts';
import { deskOf } from '../../src/domain/notices/notice-desk.ts';
import { previewNotice } from '../../src/domain/notices/notice-preview.ts';
import { castBallot, withdrawBallot } from '../../src/domain/votes/casting.ts';
import { runBroadcasts } from '../../src/jobs/broadcasts.ts';
import { appoint } from '../testkit/office.ts';
import { describeStores } from '../testkit/stores.ts';
import { buildTown, DAY, HOUR, LORETO, NOW, settle } from '../testkit/town.ts';
import { openVote } from '../testkit/votes.ts';

const OPENED = NOW + HOUR;
const CLOSES = OPENED + DAY;
const tokenOf = (key: string, personId: number) => `${key} ${personId}`;
let ids = 0;
const newId = () => ++ids;

describeStores('segments of needs and votes', (open) => {
  let store: Store;
  let rosa: number;
  const home = { homeClinicId: LORETO, homeSince: NOW - DAY };
  const run = <T>(work: (tx: Tx) => Promise<T>) => store.run(work);
  const desk = (now = OPENED) => run((tx) => deskOf(tx, { personId: rosa, clinicId: LORETO, now, perDay: 3 }));
  const told = async () => {
    const rows = await run(({ db, tables: { outbox } }) => db.select().from(outbox));
    return rows.filter(({ kind }) => kind === 'notice').map(({ personId }) => personId);
  };
  const send = async (draft: { segment: 'unvoted' | 'supporters'; needId?: number }, now = OPENED + HOUR) => {
    const by = { personId: rosa, clinicId: LORETO, now };
    await run((tx) => sendBroadcast(tx, { ...by, ...draft, text: 'Venga a votar', perDay: 3 }));
    await runBroadcasts(store, now);
    return await told();
  };

  beforeEach(async () => {
    store = await open();
    await buildTown(store);
    rosa = await appoint(store, 'president');
  });

  it('reach those of the clinic who may vote and have not, while a vote is open', async () => {
    const items = ['Rampa', 'Báscula'].map((title) => ({ title, costCents: 100 }));
    const vote = await openVote(store, { items, budgetCents: 10_000, opensAt: OPENED, closesAt: CLOSES });
    const voter = (name: string) => settle(store, name, home);
    const [voted, onPaper, silent] = [await voter('voted'), await voter('paper'), await voter('silent')];
    await settle(store, 'late', { ...home, homeSince: OPENED + 1 });
    await settle(store, 'elsewhere', { ...home, homeClinicId: 2 });
    const by = { voteId: vote.id, tokenOf, newId, now: OPENED + 1 };
    const choices = [vote.items[0]?.id ?? 0];
    await run((tx) => castBallot(tx, { ...by, personId: voted, choices, newReceipt: () => 'R' }));
    await run((tx) => withdrawBallot(tx, { ...by, personId: onPaper, as: 'paper' }));
    expect((await desk()).segments).toEqual(['followers', 'unvoted']);
    expect(await send({ segment: 'unvoted' })).toEqual([silent]);
  });

  it('are not offered, and refuse, where no vote is open or it closes before the notice could go out', async () => {
    expect((await desk()).segments).toEqual(['followers']);
    await expect(send({ segment: 'unvoted' })).rejects.toThrow('vote-not-open');
    const items = ['Rampa', 'Báscula'].map((title) => ({ title, costCents: 100 }));
    await openVote(store, { items, budgetCents: 10_000, opensAt: OPENED, closesAt: OPENED + 12 * HOUR });
    const night = OPENED + 9 * HOUR;
    const asked = { personId: rosa, clinicId: LORETO, now: night, segment: 'unvoted' as const, text: 'a', speeds: [] };
    await expect(run((tx) => previewNotice(tx, asked))).rejects.toThrow('notice-late');
  });

  it('reach the supporters of one need of the clinic, also once it is decided', async () => {
    const [ana, luis] = [await settle(store, 'ana', home), await settle(store, 'luis', home)];
    const need = { kind: 'obra', origin: 'people', proposedAt: NOW } as const;
    const [ramp, scale, far] = await run(async ({ db, tables: { needs, needSupports } }) => {
      const rows = await db
        .insert(needs)
        .values([
          { ...need, clinicId: LORETO, title: 'Rampa', status: 'open' },
          { ...need, clinicId: LORETO, title: 'Báscula', status: 'decided' },
          { ...need, clinicId: 2, title: 'Rampa', status: 'open' },
        ])
        .returning();
      const [first = 0, second = 0, third = 0] = rows.map(({ id }) => id);
      const at = NOW;
      await db.insert(needSupports).values([
        { needId: first, personId: ana, at },
        { needId: second, personId: ana, at },
        { needId: second, personId: luis, at },
        { needId: second, personId: null, at },
        { needId: third, personId: luis, at },
      ]);
      return [first, second, third];
    });
    const seen = await desk();
    expect(seen.segments).toEqual(['followers', 'supporters']);
    expect(seen.needs).toEqual([
      { id: scale, title: 'Báscula' },
      { id: ramp, title: 'Rampa' },
    ]);
    await expect(send({ segment: 'supporters' })).rejects.toThrow('unknown-need');
    await expect(send({ segment: 'supporters', needId: far })).rejects.toThrow('notice-nobody');
    expect((await send({ segment: 'supporters', needId: scale })).sort()).toEqual([ana, luis]);
  });
});
