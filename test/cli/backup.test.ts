/** Copies of the database: whole while the bot answers, refused where they would do harm, put back without sending twice. */

import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runCli } from '../testkit/cli.ts';
import { endAll, post, spawnProgram, townDatabase } from '../testkit/program.ts';
import { callAssembly } from '../testkit/town.ts';

const UNREACHABLE_PORT = '1';

let town: Awaited<ReturnType<typeof townDatabase>>;
let copy: string;
let folder: string;

beforeEach(async () => {
  town = await townDatabase((store) => callAssembly(store, { date: '2099-02-21' }));
  folder = mkdtempSync(join(tmpdir(), 'asamblea-copies-'));
  copy = join(folder, 'copy.db');
});
afterEach(() => {
  endAll();
  town.remove();
  rmSync(folder, { recursive: true });
});

const cli = (...words: string[]) => runCli({ ...town.env, PORT: UNREACHABLE_PORT }, ...words);
const read = <T>(file: string, sql: string) => {
  const db = new Database(file, { readonly: true });
  const rows = db.prepare<[], T>(sql).all();
  db.close();
  return rows;
};
const readKey = () => readFileSync(`${town.file}.key`, 'utf8');
const restored = () => ({ ...town.env, DATABASE_URL: `file:${join(folder, 'second.db')}` });

describe('backup and restore', { timeout: 60_000 }, () => {
  it('a copy taken while 200 people write holds every message with its answer, and keeps nobody waiting', async () => {
    const program = spawnProgram(town.env);
    const url = await program.url;
    let copied = false;
    const copying = cli('backup', copy).then((ran) => {
      copied = true;
      return ran;
    });
    let slowest = 0;
    let during = 0;
    await Promise.all(
      Array.from({ length: 200 }, async (_, at) => {
        for (const text of ['umf loreto', 'sí', '2', 'no voy']) {
          const begun = performance.now();
          expect((await post(url, { from: `p${at}`, text })).status).toBe(200);
          slowest = Math.max(slowest, performance.now() - begun);
          if (!copied) during += 1;
        }
      }),
    );
    expect(await copying).toMatchObject({ code: 0, stderr: '' });
    await program.end('SIGTERM');
    expect(during).toBeGreaterThan(0);
    expect(slowest).toBeLessThan(10_000);
    expect(
      read(copy, 'SELECT id FROM inbox WHERE id NOT IN (SELECT inbox_id FROM outbox WHERE inbox_id NOT NULL)'),
    ).toEqual([]);
    expect(read(copy, 'PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }]);
    expect(statSync(copy).mode & 0o777).toBe(0o600);
    expect(read(town.file, "SELECT key FROM settings WHERE key = 'last-backup'")).toHaveLength(1);
  });

  it('what was deleted is not in a copy', async () => {
    const words = 'esto se borró antes';
    const db = new Database(town.file);
    db.prepare("INSERT INTO settings (key, value) VALUES ('x', ?)").run(words.repeat(50));
    db.prepare("DELETE FROM settings WHERE key = 'x'").run();
    db.pragma('wal_checkpoint(TRUNCATE)');
    db.close();
    expect(readFileSync(town.file, 'latin1')).toContain(Buffer.from(words).toString('latin1'));
    await cli('backup', copy);
    expect(readFileSync(copy, 'latin1')).not.toContain(Buffer.from(words).toString('latin1'));
  });

  it('what waited while the bot ran is not sent again, unless one asks for it', async () => {
    await cli('backup', join(folder, 'resting.db'));
    const program = spawnProgram(town.env);
    const url = await program.url;
    await post(url, { from: 'ana', text: 'umf loreto' });
    const db = new Database(town.file);
    db.prepare(
      `INSERT INTO outbox (person_id, conversation_id, channel, kind, priority, deadline, not_before, created_at, reply)
       SELECT person_id, id, 'telegram', 'answer', 0, 0, 0, 0, '{}' FROM conversations`,
    ).run();
    db.close();
    const said = await cli('backup', copy);
    expect(said.stdout).toContain('the bot is sending now: 1. To move the bot, stop it first.');
    await program.end('SIGTERM');

    const statuses = "SELECT status FROM outbox WHERE channel = 'telegram'";
    writeFileSync(join(folder, 'second.db.key'), readKey());
    chmodSync(copy, 0o644);
    const first = await runCli(restored(), 'restore', copy);
    expect(statSync(join(folder, 'second.db')).mode & 0o777).toBe(0o600);
    expect(first.stdout).toContain('are not sent: 1.');
    expect(read(join(folder, 'second.db'), statuses)).toEqual([{ status: 'unconfirmed' }]);
    const second = await runCli(restored(), 'restore', copy, '--send-waiting');
    expect(second.stdout).toContain('go out when the bot starts: 1.');
    expect(read(join(folder, 'second.db'), statuses)).toEqual([{ status: 'queued' }]);
    // A database in use is no backup, though it was one.
    expect((await cli('restore', join(folder, 'second.db'))).stderr).toContain('a plain copy may lack');
    // What stood there is kept.
    const [kept = ''] = readdirSync(folder).filter((name) => name.startsWith('second.db.before-'));
    expect(read(join(folder, kept), statuses)).toEqual([{ status: 'unconfirmed' }]);
  });

  it('a notice to many that was not over is stopped, unless what waits is to be sent', async () => {
    const program = spawnProgram(town.env);
    await program.url;
    const db = new Database(town.file);
    db.pragma('foreign_keys = OFF');
    const insert = db.prepare(
      `INSERT INTO broadcasts (clinic_id, role, segment, text, status, created_at, send_at, expires_at, planned, queued)
       VALUES (1, 'president', 'followers', 'Hola', ?, 0, 4e12, 4e12, '{}', '{}')`,
    );
    for (const status of ['held', 'waiting', 'done', 'refused']) insert.run(status);
    db.close();
    await cli('backup', copy);
    await program.end('SIGTERM');
    writeFileSync(join(folder, 'second.db.key'), readKey());
    const statuses = () =>
      read<{ status: string }>(join(folder, 'second.db'), 'SELECT status FROM broadcasts ORDER BY id');
    const stopped = await runCli(restored(), 'restore', copy);
    expect(stopped.stdout).toContain('are stopped: 2.');
    expect(statuses().map(({ status }) => status)).toEqual(['stopped', 'stopped', 'done', 'refused']);
    expect((await runCli(restored(), 'restore', copy, '--send-waiting')).stdout).not.toContain('are stopped');
    expect(statuses().map(({ status }) => status)).toEqual(['held', 'waiting', 'done', 'refused']);
  });

  it.each([
    ['random bytes', (file: string) => writeFileSync(file, randomBytes(20_000))],
    ['a half of it', (file: string) => truncateSync(file, Math.floor(statSync(file).size / 2))],
  ])('puts the copy where a database is damaged: %s', async (_, damage) => {
    await cli('backup', copy);
    damage(town.file);
    const damaged = readFileSync(town.file);
    writeFileSync(`${town.file}-wal`, 'what was written last');
    expect(await cli('restore', copy)).toMatchObject({ code: 0, stderr: '' });
    expect(read(town.file, 'PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }]);
    expect(existsSync(`${town.file}-wal`)).toBe(false);
    const kept = readdirSync(town.folder).filter((name) => name.includes('.before-'));
    expect(readFileSync(join(town.folder, kept[0] ?? '')).length).toBe(damaged.length);
  });

  it('overwrites nothing, and takes only what a backup is', async () => {
    expect(await cli('backup', copy)).toMatchObject({ code: 0 });
    expect(await cli('backup', copy)).toMatchObject({ code: 1, stderr: expect.stringContaining('is there already') });
    const refusal = async (file: string) => (await cli('restore', file)).stderr;
    expect(await refusal(join(folder, 'none.db'))).toMatch(/^There is no file /);
    expect(await refusal(town.file)).toContain('is the database itself');
    const strange = join(folder, 'strange.db');
    writeFileSync(strange, 'no database at all'.repeat(1000));
    expect(await refusal(strange)).toContain('is not a backup of Asamblea');
    copyFileSync(town.file, join(folder, 'plain.db'));
    expect(await refusal(join(folder, 'plain.db'))).toContain('a plain copy may lack its last hours');
    const newer = join(folder, 'newer.db');
    copyFileSync(copy, newer);
    const db = new Database(newer);
    db.prepare('UPDATE __drizzle_migrations SET created_at = created_at + 1').run();
    db.close();
    expect(await refusal(newer)).toContain('newer version');
    expect(existsSync(`${town.file}.part`)).toBe(false);
    expect(readdirSync(town.folder).filter((name) => name.includes('before'))).toEqual([]);
  });

  it('without the key nothing is put in place; PostgreSQL has tools of its own', async () => {
    const program = spawnProgram(town.env);
    await program.url;
    await program.end('SIGTERM');
    await cli('backup', copy);
    expect(await runCli(restored(), 'restore', copy)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('The key is missing'),
    });
    expect(existsSync(join(folder, 'second.db'))).toBe(false);
    const postgres = { ...town.env, DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none', DATA_KEY: 'a1'.repeat(32) };
    expect((await runCli(postgres, 'backup', copy)).stderr).toContain('pg_dump');
    expect((await runCli(postgres, 'restore', copy)).stderr).toContain('pg_restore');
  });
});
