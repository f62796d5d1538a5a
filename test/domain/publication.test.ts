/** A published vote is recounted from its file alone, and whatever is altered in it is found, at its line. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawLot } from '../../src/domain/votes/lot.ts';
import { type Publication, type PublishedBallot, publish } from '../../src/domain/votes/publication.ts';
import { resultOf, verify } from '../../src/domain/votes/verification.ts';

const SEED = '5e'.repeat(32);
const listed = [
  { item: '1', name: 'Impermeabilizar el techo', costCents: 30_000_000, paper: 4 },
  { item: '2', name: 'Rampa', costCents: 8_000_000, group: 'entrada', paper: 0 },
  { item: '3', name: 'Puerta «automática»', costCents: 9_000_000, group: 'entrada', paper: 1 },
  { item: '4', name: 'Baumanómetro', costCents: 500_000, paper: 2 },
];
const items = drawLot(SEED, [1, 2, 3, 4]).map((number) => listed[number - 1] ?? fail());

function fail(): never {
  throw new Error('The lot has an item that is not on the list.');
}

function publication(count: number, proofEvery = 3): Publication {
  const ballots: PublishedBallot[] = Array.from({ length: count }, (_, at) => ({
    ballot: [items[at % 4]?.item ?? '', items[(at * 3 + 1) % 4]?.item ?? ''].filter(
      (id, i, all) => all.indexOf(id) === i,
    ),
    proven: at % proofEvery === 0,
  }));
  const by = (which: readonly PublishedBallot[]) =>
    items.map(({ item }) => which.filter(({ ballot }) => ballot.includes(item)).length);
  const chat = by(ballots);
  const withProof = ballots.filter(({ proven }) => proven);
  const fewer = Math.min(withProof.length, count - withProof.length);
  const isShown = fewer === 0 || fewer >= 20;
  return {
    vote: {
      vote: 7,
      clinic: { clues: 'BSIST000113', name: 'UMF Loreto' },
      opened: '2027-02-12T09:00:00-07:00',
      closed: '2027-02-19T20:00:00-07:00',
      budgetCents: 40_000_000,
      most: 3,
      seed: SEED,
      log: 'ab'.repeat(32),
    },
    items,
    ...(count >= 20 ? { ballots, receipts: ballots.map((_, at) => `R${String(at).padStart(7, '0')}`) } : {}),
    totals: {
      ballots: count,
      receipts: count,
      paperBallots: 5,
      chat,
      provenBallots: withProof.length,
      ...(isShown ? { proven: by(withProof) } : {}),
    },
    result: resultOf(40_000_000, items, { chat }),
  };
}

describe('a published vote', () => {
  it.each([0, 1, 19, 20, 300])('of %i ballots recounts to the same', (count) => {
    const { text, digest } = publish(publication(count));
    const verdict = verify(text, digest.slice(0, 32));
    expect(verdict).toMatchObject({ sound: true, digest, ballots: count, listed: count >= 20 });
  });

  it('lists no ballot and no receipt of fewer than twenty', () => {
    expect(publish(publication(19)).text).not.toMatch(/"kind":"(ballot|receipt)"/);
  });

  it('marks proven ballots only where there are many with a proof and many without', () => {
    expect(publish(publication(40, 2)).text).toContain('"proven":true');
    const few = publish(publication(40, 3)).text;
    expect(few).not.toContain('"proven":');
    expect(verify(few)).toMatchObject({ sound: true, ballots: 40 });
  });

  it('lists ballots and receipts in an order that tells nothing of how they came', () => {
    const { ballots = [], receipts = [], ...rest } = publication(60, 2);
    const turned = { ...rest, ballots: ballots.toReversed(), receipts: receipts.toReversed() };
    expect(publish(turned)).toEqual(publish({ ...rest, ballots, receipts }));
  });

  it('says of every change at which line it is', () => {
    const { text } = publish(publication(25));
    const lines = text.trimEnd().split('\n');
    const signs = fc.constantFrom('0', '7', 'a', '"', '{', ',', ' ', '\\', 'ñ', '\u0000', '\ufeff', '\r');
    const damage = fc.record({ sign: signs, how: fc.constantFrom('put', 'in place', 'gone') });
    fc.assert(
      fc.property(fc.nat(lines.length - 1), fc.nat(1000), damage, (at, where, { sign, how }) => {
        const line = lines[at] ?? '';
        const spot = where % line.length;
        const after = line.slice(how === 'put' ? spot : spot + 1);
        const changed = line.slice(0, spot) + (how === 'gone' ? '' : sign) + after;
        fc.pre(changed !== line);
        const verdict = verify(`${lines.with(at, changed).join('\n')}\n`);
        expect(verdict).toMatchObject({ sound: false, line: at + 1 });
      }),
      { numRuns: 1000 },
    );
  });

  it('says at which line one was taken out, put in or moved', () => {
    const lines = publish(publication(25)).text.trimEnd().split('\n');
    const whole = (all: readonly string[]) => verify(all.map((line) => `${line}\n`).join(''));
    fc.assert(
      fc.property(fc.nat(lines.length - 1), fc.nat(lines.length - 1), (a, b) => {
        expect(whole(lines.toSpliced(a, 1))).toMatchObject({ sound: false, line: a + 1 });
        fc.pre(a < b);
        const swapped = lines.with(a, lines[b] ?? '').with(b, lines[a] ?? '');
        expect(whole(swapped)).toMatchObject({ sound: false, line: a + 1 });
        expect(whole(lines.toSpliced(a, 0, lines[b] ?? ''))).toMatchObject({ sound: false, line: a + 1 });
      }),
    );
    expect(whole([...lines, lines.at(-1) ?? ''])).toMatchObject({ sound: false, line: lines.length + 1 });
    expect(whole([])).toMatchObject({ sound: false, line: 1 });
    expect(verify(lines.join('\n'))).toMatchObject({ sound: false, line: lines.length });
    expect(verify(`${lines.join('\n')}\n\n`)).toMatchObject({ sound: false, line: lines.length + 1 });
  });

  it('that was written anew is found out by the count', () => {
    const honest = publication(25);
    const { totals, result, receipts = [] } = honest;
    const [first = fail(), second = fail()] = items;
    const lie = (changed: Partial<Publication>) => verify(publish({ ...honest, ...changed }).text);
    const because = (why: string) => ({ sound: false, why: expect.stringContaining(why) });
    expect(lie({ result: { ...result, winners: ['3'] } })).toMatchObject(because('another result'));
    expect(lie({ totals: { ...totals, chat: [25, 25, 25, 25] } })).toMatchObject(because('add up to'));
    expect(lie({ totals: { ...totals, paperBallots: 3 } })).toMatchObject(because('on paper'));
    expect(lie({ totals: { ...totals, ballots: 24 } })).toMatchObject(because('as many receipts as ballots'));
    expect(lie({ receipts: receipts.with(1, receipts[0] ?? '') })).toMatchObject(because('twice'));
    expect(lie({ items: [second, first, ...items.slice(2)] })).toMatchObject({ ...because('the lot'), line: 2 });
    expect(lie({ ballots: [{ ballot: ['9'], proven: false }] })).toMatchObject(because('9 is not on the list'));
    expect(lie({ ballots: [], receipts: [] })).toMatchObject(because('0 ballots are listed, not 25'));
    const paper = items.with(0, { ...first, paper: 5 });
    expect(lie({ items: paper, result: { ...result, leftCents: 1 } })).toMatchObject(because('another result'));
  });

  it('that was written anew and adds up is found out by the digest that was told, and by nothing else', () => {
    const honest = publication(25);
    const { digest } = publish(honest);
    const named = { ...honest, vote: { ...honest.vote, closed: '2027-02-26T20:00:00-07:00' } };
    expect(verify(publish(named).text)).toMatchObject({ sound: true });
    const found = { sound: false, why: expect.stringContaining('digest') };
    expect(verify(publish(named).text, digest)).toMatchObject(found);
    expect(verify(publish(named).text, digest.slice(0, 32))).toMatchObject(found);
    expect(verify(publish(honest).text, digest.slice(0, 31))).toMatchObject(found);
    expect(verify(publish(honest).text, digest.slice(0, 32))).toMatchObject({ sound: true });
  });

  it('of which nobody voted has no winners', () => {
    const { items: all, result } = publication(0);
    const none = all.map((item) => ({ ...item, paper: 0 }));
    expect(resultOf(40_000_000, none, { chat: [0, 0, 0, 0] })).toMatchObject({ winners: [], costCents: 0, missed: [] });
    expect(result.winners).not.toEqual([]);
  });
});
