/** The file of an embedded database. */

import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openSqlite } from '../../db/sqlite.ts';

it("is nobody's but its owner's, with all that lies beside it", async () => {
  const folder = mkdtempSync(join(tmpdir(), 'asamblea-file-'));
  const store = openSqlite(join(folder, 'new', 'asamblea.db'));
  await store.run(({ db, tables }) => db.insert(tables.settings).values({ key: 'a', value: 'b' }));
  const files = readdirSync(join(folder, 'new'));
  expect(files).toContain('asamblea.db-wal');
  for (const file of files) expect(statSync(join(folder, 'new', file)).mode & 0o777).toBe(0o600);
  await store.close();
  rmSync(folder, { recursive: true });
});
