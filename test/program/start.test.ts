/** The program as the operator starts and stops it: one a database, gracefully, with a message that says what to do. */

import { once } from 'node:events';
import { existsSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { endAll, post, received, spawnProgram, townDatabase } from '../testkit/program.ts';
import { callAssembly } from '../testkit/town.ts';

let town: Awaited<ReturnType<typeof townDatabase>>;

beforeEach(async () => {
  town = await townDatabase((store) => callAssembly(store, { date: '2099-02-21' }));
});

afterEach(() => {
  endAll();
  town.remove();
});

it('fault 26: starts, refuses a second start on the same database, ends with 0 on SIGTERM and starts again', async () => {
  const first = spawnProgram(town.env);
  const url = await first.url;
  const { replies } = await post(url, { from: 'ana', text: 'umf loreto' });
  const second = spawnProgram(town.env);
  expect((await second.exited).code).toBe(1);
  expect(second.output()).toMatch(/Another Asamblea is already running on .*Stop it first, or set DATABASE_URL/);
  expect(second.output()).not.toContain('    at ');
  expect(await received(url, 'ana')).toEqual(replies);
  expect(await first.end('SIGTERM')).toEqual({ code: 0, signal: null });

  const third = spawnProgram(town.env);
  expect(await received(await third.url, 'ana')).toEqual(replies);
  expect(await third.end('SIGINT')).toEqual({ code: 0, signal: null });

  rmSync(`${town.file}.key`);
  const fourth = spawnProgram(town.env);
  expect((await fourth.exited).code).toBe(1);
  expect(fourth.output()).toMatch(/town\.db\.key is missing.*DATA_KEY/);
  expect(existsSync(`${town.file}.key`)).toBe(false);
});

it('answers what it took in before it stops', async () => {
  const program = spawnProgram(town.env);
  const url = await program.url;
  await post(url, { from: 'warm', text: 'hola' });
  const writing = Array.from({ length: 30 }, (_, at) =>
    post(url, { from: `p${at}`, text: 'umf loreto' }).catch(() => undefined),
  );
  await Promise.race(writing);
  expect(await program.end('SIGTERM')).toEqual({ code: 0, signal: null });
  const answered = (await Promise.all(writing)).filter((one) => one !== undefined);
  const stored = await town.look((store) => store.run(({ db, tables: { outbox } }) => db.select().from(outbox)));
  const ids = new Set(stored.map(({ id }) => id));
  expect(answered.length).toBeGreaterThan(0);
  for (const { replies } of answered) expect(replies.every(({ id }) => ids.has(id))).toBe(true);
});

it('stops although somebody holds a connection open and says nothing', async () => {
  const program = spawnProgram(town.env);
  const { hostname, port } = new URL(await program.url);
  const idle = connect(Number(port), hostname);
  idle.on('error', () => {});
  await once(idle, 'connect');
  await post(await program.url, { from: 'ana', text: 'hola' });
  expect(await program.end('SIGTERM')).toEqual({ code: 0, signal: null });
  idle.destroy();
}, 10_000);
