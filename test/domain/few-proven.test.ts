/** Where few ballots came with the proof, or few without, nothing that is given out says what those few chose. */

import { beforeEach, expect, it } from 'vitest';
import type { Store, Tx } from '../../db/unit-of-work.ts';
import { resultSheet } from '../../src/conversation/result-files.ts';
import { proofNotes, voteLines } from '../../src/conversation/result-lines.ts';
import type { Text } from '../../src/conversation/text.ts';
import { fileById } from '../../src/domain/files.ts';
import { castBallot } from '../../src/domain/votes/casting.ts';
import { closeVote, publishAnew } from '../../src/domain/votes/closing.ts';
import { chained } from '../../src/domain/votes/publication.ts';
import { resultOfVote } from '../../src/domain/votes/results.ts';
import { verify } from '../../src/domain/votes/verification.ts';
import { describeStores } from '../testkit/stores.ts';
import { buildTown, DAY, HOUR, LORETO, NOW, settleMany } from '../testkit/town.ts';
import { openVote } from '../testkit/votes.ts';
import { localizer } from '../world.ts';

const CLOSES = NOW + DAY;
const MANY = 20;
const tokenOf = (key: string, personId: number) => `${key} ${personId}`;
let ids = 0;
const newId = () => ++ids;
const say = (text: Text) => localizer.text('es-MX', text);

describeStores('the proof of a vote', (open) => {
  let store: Store;
  let neighbours: number[];
  const run = <T>(work: (tx: Tx) => Promise<T>) => store.run(work);

  beforeEach(async () => {
    store = await open();
    await buildTown(store);
    neighbours = await settleMany(store, 2 * MANY);
    await run(({ db, tables: { people } }) => db.update(people).set({ homeClinicId: LORETO }));
  });

  /** Those with the code choose the first thing, those without it the second. */
  async function closed(proven: number, unproven: number) {
    const { id: voteId, items } = await openVote(store, {
      items: ['Rampa', 'Báscula', 'Sillas'].map((title) => ({ title, costCents: 100 })),
      budgetCents: 1000,
      proof: 'day-code',
      dayCode: 'right',
      opensAt: NOW,
      closesAt: CLOSES,
    });
    const [first = 0, second = 0] = items.map(({ id }) => id);
    for (const [at, personId] of neighbours.slice(0, proven + unproven).entries()) {
      const given = at < proven ? { choices: [first], dayCode: 'right' } : { choices: [second] };
      const newReceipt = () => `R${String(newId()).padStart(6, '0')}`;
      await run((tx) => castBallot(tx, { voteId, personId, ...given, tokenOf, newReceipt, newId, now: NOW + HOUR }));
    }
    await run((tx) => closeVote(tx, { voteId, newId, now: CLOSES }));
    const result = await run((tx) => resultOfVote(tx, voteId));
    if (!result) throw new Error('The vote is not closed.');
    const file = await run((tx) => fileById(tx, result.fileId));
    return { result, text: Buffer.from(file?.data ?? '', 'base64').toString() };
  }

  it.each([
    [1, MANY + 4],
    [MANY + 4, 1],
    [MANY - 1, MANY],
    [2, 3],
  ])('of %i ballots with it and %i without is told how many there were, and no more', async (proven, unproven) => {
    const { result, text } = await closed(proven, unproven);
    const kept = await run(({ db, tables: { ballots } }) => db.select().from(ballots));
    expect(kept.filter((ballot) => ballot.proven)).toEqual([]);
    await run((tx) => publishAnew(tx, { voteId: result.voteId, now: CLOSES + HOUR }));
    expect((await run((tx) => resultOfVote(tx, result.voteId)))?.ballots).toEqual(result.ballots);
    expect(result.ballots).toEqual({ chat: proven + unproven, proven, paper: null });
    expect([...result.winners, ...result.missed].map((item) => item.proven)).toEqual([null, null, null]);
    expect(text).toContain(`"provenBallots":${proven},`);
    expect(text).not.toContain('"proven":');
    expect(verify(text, result.digest)).toMatchObject({ sound: true, ballots: proven + unproven });
    expect(voteLines(result, say).join('\n')).not.toContain('clave de la asamblea:');
    expect(proofNotes(result, say).join('\n')).toContain('así nadie sabe');
    const rows = Buffer.from(resultSheet(result, 'csv', say).data, 'base64')
      .toString()
      .trim()
      .split('\r\n');
    expect(rows.slice(1, -1).map((row) => row.split(',').slice(5, 7))).toEqual([
      ['', ''],
      ['', ''],
      ['', ''],
    ]);
    expect(rows.at(-1)?.split(',').slice(5, 7)).toEqual([`${proven}`, `${unproven}`]);
  });

  it.each([
    [0, 5],
    [5, 0],
    [0, MANY + 4],
    [MANY, MANY],
  ])('of %i ballots with it and %i without is told by item', async (proven, unproven) => {
    const { result, text } = await closed(proven, unproven);
    const chosen = [...result.winners, ...result.missed].find(({ title }) => title === 'Rampa');
    expect(chosen).toMatchObject({ chat: proven, proven });
    expect(verify(text, result.digest)).toMatchObject({ sound: true });
    expect(voteLines(result, say).join('\n')).toContain('clave de la asamblea: ');
    expect(proofNotes(result, say)).toEqual([]);
  });

  it('is found out in a file that says more of few, or less of many, than it may', async () => {
    const few = (await closed(1, MANY + 4)).text;
    expect(verify(anew(few, 'totals', (line) => ({ ...line, proven: [0, 0, 0] })))).toMatchObject({
      why: expect.stringContaining('too few'),
    });
    expect(verify(anew(few, 'ballot', (line) => ({ ...line, proven: false })))).toMatchObject({
      why: expect.stringContaining('too few'),
    });
    expect(verify(anew(few, 'totals', (line) => ({ ...line, provenBallots: 0 })))).toMatchObject({ sound: false });
  });

  it('is found out in a file of many where it does not add up', async () => {
    const { text } = await closed(MANY, MANY);
    const lie = (change: (line: Record<string, unknown>) => object) => verify(anew(text, 'totals', change));
    expect(lie(({ proven: _, ...line }) => line)).toMatchObject({ sound: false });
    expect(lie((line) => ({ ...line, provenBallots: MANY + 1 }))).toMatchObject({ sound: false });
    expect(lie((line) => ({ ...line, proven: [0, 0, 0] }))).toMatchObject({ sound: false });
    expect(verify(anew(text, 'ballot', ({ proven: _, ...line }) => line))).toMatchObject({ sound: false });
  });
});

/** The file written anew with the lines of that kind changed, and whole in itself. */
function anew(text: string, kind: string, change: (line: Record<string, unknown>) => object): string {
  let digest = '';
  return text
    .trimEnd()
    .split('\n')
    .map((row) => {
      const { hash: _, ...line } = JSON.parse(row) as { kind: string; hash: string };
      const said = line.kind === kind ? change(line) : line;
      digest = chained(digest, said);
      return `${JSON.stringify({ ...said, hash: digest })}\n`;
    })
    .join('');
}
