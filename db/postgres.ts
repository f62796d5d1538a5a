/** PostgreSQL: a transaction a message, from a pool. PGlite, which is PostgreSQL in the process, goes through the same code. */

import { sql } from 'drizzle-orm';
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';
import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate } from 'drizzle-orm/postgres-js/migrator';
import postgres from 'postgres';
import * as schema from './schema/postgres.ts';
import { type RunOptions, SCRUBBED, StatementCache, type Store, type Tx } from './unit-of-work.ts';

export const POSTGRES_MIGRATIONS = new URL('./migrations/postgres', import.meta.url).pathname;

/** Connects, brings the database to the newest schema and returns its store. `url` is `postgres://…`. */
export async function openPostgres(url: string): Promise<Store> {
  const client = postgres(url, { max: 10, onnotice: () => {} });
  const db = drizzle({ client });
  await migrate(db, { migrationsFolder: POSTGRES_MIGRATIONS });
  return postgresStore(db, () => client.end());
}

/** A store over any drizzle database of PostgreSQL that is already on the newest schema. */
export function postgresStore<H extends PgQueryResultHKT>(db: PgDatabase<H>, close: () => Promise<void>): Store {
  const running = new Set<Promise<unknown>>();
  return {
    dialect: 'postgres',
    run<T>(work: (tx: Tx) => Promise<T>, options: RunOptions = {}): Promise<T> {
      const once = () =>
        db.transaction(async (transaction) => {
          // Serialises by identifier, also two first messages of somebody who has no row to lock yet.
          if (options.key !== undefined) {
            await transaction.execute(sql`select pg_advisory_xact_lock(hashtextextended(${options.key}, 0))`);
          }
          return await work(unitOn(transaction));
        });
      const result = once().catch((error) => (cameBetween(error) ? once() : Promise.reject(error)));
      const settled = result.catch(() => {}).finally(() => running.delete(settled));
      running.add(settled);
      return result;
    },
    async scrub() {
      await db.execute(sql.raw(`vacuum ${SCRUBBED.join(', ')}`));
    },
    async close() {
      await Promise.all(running);
      await close();
    },
  };
}

/** Two made the same row, one took away what the other referred to, or each waited for the other. */
const RACES: ReadonlySet<unknown> = new Set(['23505', '23503', '40P01', '40001']);

/** Whether another unit of work was in the way: a person has several identifiers. Run again, it finds what is there now. */
function cameBetween(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return ('code' in error && RACES.has(error.code)) || cameBetween(error.cause);
}

function unitOn<H extends PgQueryResultHKT>(transaction: PgDatabase<H>): Tx {
  const statements = new StatementCache();
  let depth = 0;
  const tx: Tx = {
    dialect: 'postgres',
    db: transaction as unknown as Tx['db'],
    tables: schema as unknown as Tx['tables'],
    prepared: (build) => statements.get(build, tx),
    async savepoint(work) {
      const name = sql.raw(`work_${++depth}`);
      await transaction.execute(sql`savepoint ${name}`);
      try {
        const value = await work();
        await transaction.execute(sql`release savepoint ${name}`);
        return value;
      } catch (error) {
        await transaction.execute(sql`rollback to savepoint ${name}`);
        throw error;
      } finally {
        depth -= 1;
      }
    },
  };
  return tx;
}
