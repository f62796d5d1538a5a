/** Opens the database that a URL names. */

import { openPostgres } from './postgres.ts';
import { openSqlite } from './sqlite.ts';
import type { Store } from './unit-of-work.ts';

/** `file:<path>` is SQLite, made where there is none; `postgres://…` PostgreSQL. Both are brought to the newest schema. */
export async function openStore(url: string): Promise<Store> {
  return url.startsWith('file:') ? openSqlite(url.slice('file:'.length)) : await openPostgres(url);
}
