/** Whatever happens to a vote, in whatever order: nobody counts twice, no confirmed ballot is lost, receipts are as many as ballots. */

import { eq } from 'drizzle-orm';
import fc from 'fast-check';
import { beforeEach, expect, it } from 'vitest';
import type { Store, Tx } from '../../db/unit-of-work.ts';
import { deletePerson } from '../../src/domain/people/deletion.ts';
import { mergePeople } from '../../src/domain/people/merge.ts';
import { holdPerson } from '../../src/domain/people/participants.ts';
import { beginBallot, castBallot, withdrawBallot } from '../../src/domain/votes/casting.ts';
import { closeVote } from '../../src/domain/votes/closing.ts';
import { newIdWith } from '../../src/domain/votes/ids.ts';
import { checkReceipt } from '../../src/domain/votes/receipts.ts';
import { resultOfVote } from '../../src/domain/votes/results.ts';
import { describeStores } from '../testkit/stores.ts';
import { buildTown, DAY, HOUR, LORETO, NOW, settle } from '../testkit/town.ts';
import { openVote } from '../testkit/votes.ts';

const PEOPLE = 5;
const ITEMS = 4;
const MOST = 2;
const tokenOf = (key: string, personId: number) => `${key} ${personId}`;
let dice = 1;
const random = () => {
  dice = (dice * 16807 + 11) % 2147483647;
  return dice / 2147483647;
};
const newId = newIdWith(random);
let receipts = 0;
const newReceipt = () => `receipt ${++receipts}`;

const who = fc.nat({ max: PEOPLE - 1 });
const deed = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      type: fc.constant('cast' as const),
      who,
      choices: fc.uniqueArray(fc.nat({ max: ITEMS - 1 }), { minLength: 1, maxLength: MOST }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('begin' as const), who }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('withdraw' as const), who }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('paper' as const), who }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('merge' as const), who, other: who }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('leave' as const), who }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('close' as const), inTime: fc.boolean() }) },
);
type Deed = typeof deed extends fc.Arbitrary<infer D> ? D : never;

/** What is known of one of them: a person may be merged into another, or gone. */
interface Known {
  personId: number;
  status: 'none' | 'begun' | 'withdrawn' | 'voted' | 'paper';
  choices: number[];
  at: number;
}

const RANK = ['none', 'withdrawn', 'begun', 'voted', 'paper'];

describeStores('a vote under way', (open) => {
  let store: Store;
  let opensAt = NOW + 2 * HOUR;
  let names = 0;

  beforeEach(async () => {
    store = await open();
    await buildTown(store);
    opensAt = NOW + 2 * HOUR;
  });

  const run = <T>(work: (tx: Tx) => Promise<T>) => store.run(work);

  async function begin() {
    opensAt += 30 * DAY;
    const closesAt = opensAt + 7 * DAY;
    const things = Array.from({ length: ITEMS }, (_, at) => ({ title: `Cosa ${at + 1}`, costCents: 100 * (at + 1) }));
    const vote = await openVote(store, { items: things, budgetCents: 500, most: MOST, opensAt, closesAt });
    const people: Known[] = [];
    for (let at = 0; at < PEOPLE; at++) {
      const personId = await settle(store, `voter ${++names}`, { homeClinicId: LORETO, homeSince: NOW - DAY });
      people.push({ personId, status: 'none', choices: [], at: 0 });
    }
    return { vote, items: vote.items.map(({ id }) => id), people, closesAt };
  }

  /** The ballots that lie there, as places of items. */
  async function cast(voteId: number, items: readonly number[]) {
    const rows = await run(({ db, tables: { ballots } }) =>
      db.select().from(ballots).where(eq(ballots.voteId, voteId)),
    );
    return rows.map(({ choices }) => choices.map((id) => items.indexOf(id)).join()).sort();
  }

  async function given(voteId: number) {
    const rows = await run(({ db, tables: { voters } }) => db.select().from(voters).where(eq(voters.voteId, voteId)));
    return rows.flatMap(({ receipt, status }) => (receipt === null ? [] : [{ receipt, status }]));
  }

  it('counts each person once, and every ballot that was confirmed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(deed, { minLength: 4, maxLength: 30 }), async (deeds) => {
        const { vote, items, people, closesAt } = await begin();
        const voteId = vote.id;
        /** Of people who had their data deleted after they voted: their ballots stay. */
        const nameless: number[][] = [];
        const expected = () =>
          [...nameless, ...new Set(people.filter(({ status }) => status === 'voted'))]
            .map((each) => ('choices' in each ? each.choices : each).toSorted((a, b) => a - b).join())
            .sort();
        let now = opensAt;
        let closed = false;
        for (const each of deeds) {
          now += 1000;
          const done = await act(each);
          if (!done) continue;
          expect(await cast(voteId, items)).toEqual(expected());
          const receipts = await given(voteId);
          expect(receipts.length).toBe(expected().length);
          expect(receipts.every(({ status }) => status === 'voted')).toBe(true);
        }
        await run((tx) => closeVote(tx, { voteId, newId, now: closesAt }));
        const result = await run((tx) => resultOfVote(tx, voteId));
        expect(await cast(voteId, items)).toEqual(expected());
        expect(result?.ballots.chat).toBe(expected().length);
        const votes = items.map(
          (_, at) => expected().filter((choices) => choices.split(',').includes(String(at))).length,
        );
        const counted = [...(result?.winners ?? []), ...(result?.missed ?? [])];
        expect(
          items.map((id) => (expected().length === 0 ? 0 : counted.find(({ itemId }) => itemId === id)?.votes)),
        ).toEqual(votes);
        for (const { receipt } of await given(voteId)) {
          expect(await run((tx) => checkReceipt(tx, { receipt }))).toMatchObject({ found: 'counted' });
        }

        async function act(happens: Deed): Promise<boolean> {
          if (happens.type === 'close') {
            const wasClosed = await run((tx) => closeVote(tx, { voteId, newId, now: happens.inTime ? closesAt : now }));
            expect(wasClosed).toBe(happens.inTime && !closed);
            closed ||= wasClosed;
            return true;
          }
          const known = people[happens.who];
          if (!known || known.personId === 0) return false;
          const of = { voteId, personId: known.personId, now, tokenOf, newId };
          const refusal = closed ? 'vote-closed' : known.status === 'paper' ? 'vote-paper' : undefined;
          if (happens.type === 'cast') {
            const choices = happens.choices.map((at) => items[at] ?? 0);
            const casting = run((tx) => castBallot(tx, { ...of, choices, newReceipt }));
            if (refusal) await expect(casting).rejects.toThrow(refusal);
            else {
              expect((await casting).changed).toBe(known.status === 'voted');
              Object.assign(known, { status: 'voted', choices: happens.choices, at: now });
            }
          } else if (happens.type === 'begin') {
            const beginning = run((tx) => beginBallot(tx, of));
            if (refusal) await expect(beginning).rejects.toThrow(refusal);
            else {
              await beginning;
              if (known.status === 'none' || known.status === 'withdrawn')
                Object.assign(known, { status: 'begun', at: now });
            }
          } else if (happens.type === 'withdraw' || happens.type === 'paper') {
            const as = happens.type === 'paper' ? 'paper' : 'withdrawn';
            const withdrawing = run((tx) => withdrawBallot(tx, { ...of, as }));
            if (closed) await expect(withdrawing).rejects.toThrow('vote-closed');
            else {
              expect(await withdrawing).toBe(known.status === 'voted');
              if (as === 'paper') Object.assign(known, { status: 'paper', at: now });
              else if (known.status === 'voted') Object.assign(known, { status: 'withdrawn', at: now });
            }
          } else if (happens.type === 'merge') {
            const other = people[happens.other];
            if (!other || other.personId === 0 || other === known) return false;
            await run((tx) => mergePeople(tx, { from: known.personId, to: other.personId, now, tokenOf }));
            merge(known, other);
          } else {
            await run((tx) => deletePerson(tx, { personId: known.personId, now, recountTokens: async () => [] }));
            if (known.status === 'voted') nameless.push(known.choices);
            people[happens.who] = { personId: 0, status: 'none', choices: [], at: 0 };
          }
          return true;
        }

        /** `from` is `to` from now on. */
        function merge(from: Known, to: Known): void {
          if (closed) {
            if (from.status === 'voted' && to.status === 'voted') nameless.push(from.choices);
            else if (from.status === 'voted') Object.assign(to, { status: 'voted', choices: from.choices });
          } else {
            const [a, b] = [RANK.indexOf(from.status), RANK.indexOf(to.status)];
            const stays = a > b || (a === b && from.at > to.at) ? from : to;
            Object.assign(to, { status: stays.status, choices: stays.choices, at: stays.at });
          }
          people[people.indexOf(from)] = { personId: 0, status: 'none', choices: [], at: 0 };
        }
      }),
      { numRuns: store.dialect === 'sqlite' ? 60 : 12, seed: 7 },
    );
  });

  it('holds when everybody does everything at once, from two channels each', async () => {
    const attempt = fc.record({
      who,
      what: fc.constantFrom('cast', 'cast', 'paper', 'withdraw', 'close'),
      item: fc.nat({ max: ITEMS - 1 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(attempt, { minLength: 10, maxLength: 30 }), async (attempts) => {
        const { vote, items, people, closesAt } = await begin();
        const voteId = vote.id;
        const confirmed = new Map<number, number>();
        const now = opensAt + HOUR;
        await Promise.all(
          attempts.map(({ who, what, item }) =>
            run(async (tx) => {
              const personId = people[who]?.personId ?? 0;
              await holdPerson(tx, personId);
              const of = { voteId, personId, now, tokenOf, newId };
              if (what === 'cast') await castBallot(tx, { ...of, choices: [items[item] ?? 0], newReceipt });
              else if (what === 'close') await closeVote(tx, { voteId, newId, now });
              else await withdrawBallot(tx, { ...of, as: what === 'paper' ? 'paper' : 'withdrawn' });
              return { personId, what, item };
            }).then(
              (done) => {
                if (done.what === 'cast') confirmed.set(done.personId, done.item);
                else if (done.what !== 'close') confirmed.delete(done.personId);
              },
              (error) => expect(String(error)).toMatch('vote-paper'),
            ),
          ),
        );
        await run((tx) => closeVote(tx, { voteId, newId, now: closesAt }));
        expect(await cast(voteId, items)).toEqual([...confirmed.values()].map(String).sort());
        expect((await given(voteId)).length).toBe(confirmed.size);
      }),
      { numRuns: store.dialect === 'sqlite' ? 30 : 8, seed: 8 },
    );
  });
});
