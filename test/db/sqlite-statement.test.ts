/** A compiled statement does what drizzle does with the same statement: every kind of column, placeholder and outcome. */

import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eq, sql } from 'drizzle-orm';
import { afterAll, describe, expect, it } from 'vitest';
import { openSqlite } from '../../db/sqlite.ts';
import { compile } from '../../db/sqlite-statement.ts';
import type { Executable, Tx } from '../../db/unit-of-work.ts';

const store = openSqlite(join(mkdtempSync(join(tmpdir(), 'asamblea-statement-')), 'asamblea.db'));
afterAll(() => store.close());

const ways: [string, <R>(statement: Executable<R>) => Executable<R>][] = [
  ['drizzle', (statement) => statement],
  ['compiled', compile],
];

const insertPerson = ({ db, tables: { people } }: Tx) =>
  db
    .insert(people)
    .values({ createdAt: sql.placeholder('now') })
    .returning({ id: people.id })
    .prepare();

const insertMessage = ({ db, tables: { outbox } }: Tx) =>
  db
    .insert(outbox)
    .values({
      personId: sql.placeholder('personId'),
      conversationId: sql`7`,
      channel: sql.placeholder('channel'),
      kind: 'answer',
      priority: 0,
      reply: sql.placeholder('reply'),
      secret: sql.placeholder('secret'),
      deadline: sql.placeholder('now'),
      notBefore: sql.placeholder('now'),
      createdAt: sql.placeholder('now'),
    })
    .prepare();

const selectMessages = ({ db, tables: { outbox, people } }: Tx) =>
  db
    .select({
      reply: outbox.reply,
      secret: outbox.secret,
      notice: outbox.notice,
      language: people.language,
      shout: sql<string>`upper(${outbox.channel})`,
      doubled: sql<number>`2 * ${outbox.createdAt}`.mapWith(Number),
    })
    .from(outbox)
    .leftJoin(people, eq(people.id, outbox.personId))
    .where(eq(outbox.channel, sql.placeholder('channel')))
    .prepare();

describe.each(ways)('%s', (channel, way) => {
  const row = { channel, now: 1_800_000_000_000, personId: 0, secret: true, reply: { text: 'á "b"', choices: [] } };

  it('writes and reads text, numbers, flags, JSON, nulls and expressions', async () => {
    const rows = await store.run(async (tx) => {
      const [person] = await way(insertPerson(tx)).execute({ now: row.now });
      await way(insertMessage(tx)).execute({ ...row, personId: person?.id });
      await way(insertMessage(tx)).execute({ ...row, personId: 999, secret: false });
      return await way(selectMessages(tx)).execute({ channel });
    });
    const same = { reply: row.reply, notice: null, language: null, shout: channel.toUpperCase(), doubled: 2 * row.now };
    expect(rows).toEqual([
      { ...same, secret: true },
      { ...same, secret: false },
    ]);
  });

  it('says which value is missing', async () => {
    const work = (tx: Tx) => Promise.resolve(way(selectMessages(tx)).execute({}));
    await expect(store.run(work)).rejects.toThrow('No value for placeholder "channel" was provided');
  });

  it('passes on what SQLite refuses', async () => {
    const work = (tx: Tx) => Promise.resolve(way(insertMessage(tx)).execute({ ...row, channel: null }));
    await expect(store.run(work)).rejects.toThrow('NOT NULL constraint failed: outbox.channel');
  });
});

it('does not compile a nested selection', async () => {
  const nested = ({ db, tables: { people } }: Tx) =>
    db
      .select({ of: { id: people.id } })
      .from(people)
      .prepare();
  await store.run(async (tx) => {
    expect(() => compile(nested(tx))).toThrow('A nested selection cannot be compiled.');
  });
});
