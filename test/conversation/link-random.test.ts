/** Three people on two channels each, who answer, link and merge at the same time: the count is always a model's. */

import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { RsvpAnswer } from '../../db/schema/tables.ts';
import type { Store } from '../../db/unit-of-work.ts';
import type { Content } from '../../src/conversation/inbound.ts';
import type { Reply } from '../../src/conversation/reply.ts';
import { countRsvps } from '../../src/domain/assemblies/tallies.ts';
import { senderOf } from '../testkit/senders.ts';
import { describeStores } from '../testkit/stores.ts';
import { callAssembly, NOW, only } from '../testkit/town.ts';
import { openTown, receiveWith } from '../testkit/town-bot.ts';
import { localizer } from '../world.ts';

const said = (key: string, values = {}) => localizer.text('es-MX', { key, values });
const DONE = said('link:done');
const CONFIRM = said('link:confirm');
const accounts = ['ana', 'luz', 'eva'].flatMap((name) => [`${name}@telegram`, `${name}@whatsapp`]);

/** What a message does, whatever is open: printed words, whole sentences and taps. */
const answersSaid: Readonly<Record<string, { answer: RsvpAnswer; companions?: number }>> = {
  'SÍ VOY': { answer: 'yes' },
  'NO VOY': { answer: 'no' },
  'sí voy con dos personas': { answer: 'yes', companions: 2 },
};
const who = fc.nat(accounts.length - 1);
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ who, text: fc.constantFrom(...Object.keys(answersSaid)) }) },
  { weight: 2, arbitrary: fc.record({ who, text: fc.constantFrom('menú', 'mis datos', 'SOLO CAMBIOS', 'hola') }) },
  { weight: 1, arbitrary: fc.record({ who, text: fc.constantFrom('vincular', 'vincular 2222 2222') }) },
  { weight: 6, arbitrary: fc.record({ who, codeOf: who }) },
  { weight: 6, arbitrary: fc.record({ who, tap: fc.constantFrom(0, 0, 0, 1) }) },
);
type Step = { who: number; text?: string; codeOf?: number; tap?: number };
/** Batches: what is in one is sent at the same time. */
const chats: fc.Arbitrary<Step[][]> = fc.array(fc.array(step, { minLength: 1, maxLength: 6 }), {
  minLength: 8,
  maxLength: 16,
});

interface Answered {
  answer: RsvpAnswer;
  companions: number;
  at: number;
}

/** What should be: who is one with whom, and the one answer of each. */
class Model {
  readonly #person = new Map(accounts.map((name, at) => [name, at]));
  readonly answers = new Map<number, Answered>();

  of(name: string): number {
    return this.#person.get(name) ?? -1;
  }

  get people(): number {
    return new Set(this.#person.values()).size;
  }

  answer(name: string, { answer, companions }: { answer: RsvpAnswer; companions?: number }, at: number): void {
    const person = this.of(name);
    const along = answer === 'no' ? 0 : (companions ?? this.answers.get(person)?.companions ?? 0);
    this.answers.set(person, { answer, companions: along, at });
  }

  merge(name: string, other: string): void {
    const [to, from] = [this.of(name), this.of(other)];
    expect(from).not.toBe(to);
    const [kept, gone] = [this.answers.get(to), this.answers.get(from)];
    this.answers.delete(from);
    if (gone && (!kept || gone.at > kept.at)) this.answers.set(to, gone);
    for (const [account, person] of this.#person) if (person === from) this.#person.set(account, to);
  }

  count() {
    const all = [...this.answers.values()];
    const number = (wanted: RsvpAnswer) => all.filter(({ answer }) => answer === wanted).length;
    return {
      yes: number('yes'),
      no: number('no'),
      maybe: 0,
      companions: all.reduce((sum, { answer, companions }) => sum + (answer === 'yes' ? companions : 0), 0),
    };
  }
}

async function empty(store: Store): Promise<void> {
  await store.run(async ({ db, tables: t }) => {
    for (const table of [
      t.outbox,
      t.inbox,
      t.mergeProposals,
      t.linkCodes,
      t.linkTries,
      t.rsvps,
      t.follows,
      t.inquiries,
    ])
      await db.delete(table);
    for (const table of [t.identities, t.conversations, t.people]) await db.delete(table);
  });
}

describeStores('people who link at random', (open) => {
  it('lose no answer and are not counted twice', async () => {
    const store = await open();
    const town = await openTown(store);
    const assembly = await callAssembly(store);
    const numRuns = store.dialect === 'sqlite' ? 60 : 20;
    let merges = 0;
    await fc.assert(
      fc.asyncProperty(chats, async (batches) => {
        await empty(store);
        let now = NOW;
        let messages = 0;
        let dice = 1;
        const random = () => {
          dice = (dice * 16807) % 2147483647;
          return dice / 2147483647;
        };
        const receive = receiveWith(town, [], { clock: () => now, random });
        const model = new Model();
        const last = new Map<string, Reply>();
        const codes = new Map<number, string>();
        /** Whose code each account's open question is about. */
        const linking = new Map<string, string>();

        const send = async (name: string, content: Content) => {
          now += 1;
          const at = now;
          const received = await receive({ ...senderOf(name), messageId: `m${++messages}`, content });
          return { name, at, reply: only(received.answers).reply };
        };
        for (const name of accounts) {
          for (const text of ['umf loreto', 'menú']) await send(name, { type: 'text', text });
        }
        for (const batch of batches) {
          const sent = batch.flatMap((one: Step) => {
            const asked = accounts.filter((account) => last.get(account)?.text.endsWith(CONFIRM));
            if (one.tap !== undefined && asked.length === 0) return [];
            const code = one.codeOf === undefined ? undefined : codes.get(one.codeOf);
            // Who has no code to give asks for one.
            const speaks = one.codeOf !== undefined && code === undefined ? one.codeOf : one.who;
            const name = (one.tap === undefined ? accounts[speaks] : asked[one.who % asked.length]) ?? '';
            const choice = one.tap === undefined ? undefined : last.get(name)?.choices?.[one.tap];
            const content: Content = choice
              ? { type: 'choice', id: choice.id }
              : { type: 'text', text: one.text ?? `vincular ${code ?? ''}` };
            return [{ one, done: send(name, content) }];
          });
          // One after the other is how they were taken in: by the person they came from, in the order they came.
          for (const { one, done } of sent) {
            const { name, at, reply } = await done;
            const owner = one.codeOf === undefined ? undefined : accounts[one.codeOf];
            const answered = one.text === undefined ? undefined : answersSaid[one.text];
            if (reply.choices) last.set(name, reply);
            const code = /VINCULAR (\w{4} \w{4})/.exec(reply.text)?.[1];
            if (code) {
              for (const [index, account] of accounts.entries())
                if (model.of(account) === model.of(name)) codes.delete(index);
              codes.set(accounts.indexOf(name), code);
            }
            if (answered) model.answer(name, answered, at);
            if (owner && reply.text.includes(CONFIRM)) linking.set(name, owner);
            if (reply.text.includes(DONE)) {
              model.merge(name, linking.get(name) ?? '');
              merges += 1;
            }
          }
          expect(await store.run((tx) => countRsvps(tx, assembly))).toEqual(model.count());
          const people = await store.run(({ db, tables }) => db.select().from(tables.people));
          expect(people).toHaveLength(model.people);
        }
        const known = await store.run(({ db, tables }) => db.select().from(tables.identities));
        const personOf = (name: string) => {
          const { channel, account, from } = senderOf(name);
          const lookup = town.vault.lookup(channel, account, from[0].kind, from[0].value);
          return known.find((row) => row.lookup === lookup)?.personId;
        };
        for (const name of accounts) {
          for (const other of accounts) {
            expect(personOf(name) === personOf(other)).toBe(model.of(name) === model.of(other));
          }
        }
      }),
      { numRuns, seed: 5 },
    );
    expect(merges).toBeGreaterThan(numRuns / 2);
    await town.close();
  }, 120_000);
});
