/** The published file of a vote is stored once, however many ask for it, and is there for an answer that paper overtook. */

import { eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { fileById } from '../../src/domain/files.ts';
import { closeVote } from '../../src/domain/votes/closing.ts';
import { countPaper } from '../../src/domain/votes/paper.ts';
import { resultOfVote } from '../../src/domain/votes/results.ts';
import { keepTidy } from '../../src/jobs/retention.ts';
import { appoint } from '../testkit/office.ts';
import { openPostOffice, outboxOf } from '../testkit/post-office.ts';
import { describeStores } from '../testkit/stores.ts';
import { DAY, HOUR, NOW } from '../testkit/town.ts';
import { openTown } from '../testkit/town-bot.ts';
import { openVote } from '../testkit/votes.ts';

describeStores('an answer with the published file', (open) => {
  it('holds it by its id, and is whole although another one was published before it was sent', async () => {
    const store = await open();
    const town = await openTown(store);
    const personId = await appoint(store, 'president');
    const things = ['Rampa', 'Báscula'].map((title) => ({ title, costCents: 100 }));
    const terms = { items: things, budgetCents: 1000, opensAt: NOW - DAY, closesAt: NOW - HOUR };
    const { id: voteId } = await openVote(store, terms);
    let ids = 0;
    await store.run((tx) => closeVote(tx, { voteId, newId: () => ++ids, now: NOW - HOUR }));
    const published = async () => (await store.run((tx) => resultOfVote(tx, voteId)))?.fileId ?? 0;
    const kept = (id: number) => store.run((tx) => fileById(tx, id));
    const first = await published();
    const { data = '' } = (await kept(first)) ?? {};

    await town.send('ana', 'umf loreto');
    await town.send('ana', 'resultado');
    await town.send('ana', 'revisar que esté bien');
    const { answers } = await town.send('ana', '1');
    expect(answers).toMatchObject([{ reply: { document: { fileId: first, data } } }]);
    const stored = JSON.stringify(await outboxOf(store));
    expect(stored).not.toContain(data);
    expect(stored).toContain(`"document":{"fileId":${first}}`);

    await store.run((tx) => countPaper(tx, { personId, voteId, ballots: 1, votes: [1, 0], now: NOW }));
    expect(await published()).not.toBe(first);
    const later = NOW + 31 * DAY;
    await keepTidy(store, later);
    expect(await kept(first)).toMatchObject({ data });
    const office = openPostOffice(store);
    await office.idle();
    await office.stop();
    expect(office.sendings.flatMap(({ reply }) => reply.document ?? [])).toMatchObject([{ data }]);
    await keepTidy(store, later);
    expect(await kept(first)).toBeUndefined();
    expect(await kept(await published())).toBeDefined();
    expect(
      await store.run(({ db, tables: { replacedFiles: t } }) => db.select().from(t).where(eq(t.fileId, first))),
    ).toEqual([]);
    await town.close();
  });
});
