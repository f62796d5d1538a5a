/** PostgreSQL runs units of work at once: what lost a race is run again, and nothing else is. */

import { PGlite } from '@electric-sql/pglite';
import { drizzle } from 'drizzle-orm/pglite';
import { afterAll, expect, it } from 'vitest';
import { postgresStore } from '../../db/postgres.ts';

const client = new PGlite();
const store = postgresStore(drizzle({ client }), async () => {});
afterAll(() => client.close(), 60_000);

/** Throws this as often as told, and then works. */
function failing(times: number, thrown: unknown) {
  let run = 0;
  const work = async () => {
    run += 1;
    if (run <= times) throw thrown;
    return run;
  };
  return { work, runs: () => run };
}

it.each(['23505', '23503', '40P01', '40001'])('runs a unit of work again after %s, once', async (code) => {
  const race = new Error('Failed query', { cause: Object.assign(new Error('race'), { code }) });
  expect(await store.run(failing(1, race).work)).toBe(2);
  const twice = failing(2, race);
  await expect(store.run(twice.work)).rejects.toThrow('Failed query');
  expect(twice.runs()).toBe(2);
});

it('runs nothing again that failed by itself', async () => {
  for (const error of [new Error('bug'), Object.assign(new Error('syntax'), { code: '42601' }), 'text']) {
    const broken = failing(1, error);
    await expect(store.run(broken.work)).rejects.toBe(error);
    expect(broken.runs()).toBe(1);
  }
});
