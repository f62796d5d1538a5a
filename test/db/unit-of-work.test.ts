/** The unit of work keeps its promises, the same ones on both engines. */

import { type SQL, sql } from 'drizzle-orm';
import { expect, it } from 'vitest';
import type { Store, Tx } from '../../db/unit-of-work.ts';
import { describeStores } from '../testkit/stores.ts';

const put = (key: string) => async (tx: Tx) => {
  await tx.db.insert(tx.tables.settings).values({ key, value: '' });
};
const keys = async (store: Store) => {
  const rows = await store.run(({ db, tables: { settings } }) => db.select().from(settings));
  return rows.map(({ key }) => key).sort();
};
/** Any statement, which the shared subset of queries leaves out. */
const raw = async (tx: Tx, store: Store, statement: SQL) => {
  const db = tx.db as unknown as Record<'run' | 'execute', (statement: SQL) => Promise<unknown>>;
  await db[store.dialect === 'sqlite' ? 'run' : 'execute'](statement);
};
/** Writes something that only COMMIT finds wrong. */
const failAtCommit = (store: Store) =>
  store.run(async (tx) => {
    await put('never')(tx);
    if (store.dialect === 'sqlite') {
      await raw(tx, store, sql`pragma defer_foreign_keys = on`);
      await tx.db.insert(tx.tables.follows).values({ personId: 404, clinicId: 404, since: 0 });
    } else {
      await raw(tx, store, sql`create temp table once (x int unique deferrable initially deferred) on commit drop`);
      await raw(tx, store, sql`insert into once values (1), (1)`);
    }
  });

describeStores('unit of work', (open) => {
  it('leaves nothing of rejected work, and all of its neighbours in the same group', async () => {
    const store = await open();
    const outcomes = await Promise.allSettled([
      store.run(put('before')),
      store.run(async (tx) => {
        await put('half')(tx);
        throw new Error('no');
      }),
      store.run(() => {
        throw new Error('at once');
      }),
      store.run(put('after')),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled']);
    expect(outcomes[1]).toMatchObject({ reason: new Error('no') });
    expect(await keys(store)).toEqual(['after', 'before']);
  });

  it('undoes a failed statement with the work that made it', async () => {
    const store = await open();
    await store.run(put('a'));
    const twice = store.run(async (tx) => {
      await put('b')(tx);
      await put('a')(tx);
    });
    await expect(twice).rejects.toThrow();
    expect(await keys(store)).toEqual(['a']);
  });

  it('undoes a savepoint alone, also one inside another', async () => {
    const store = await open();
    await store.run(async (tx) => {
      await put('kept')(tx);
      await tx.savepoint(async () => {
        await put('outer')(tx);
        const inner = tx.savepoint(async () => {
          await put('inner')(tx);
          throw new Error('undone');
        });
        await expect(inner).rejects.toThrow('undone');
      });
      const refused = tx.savepoint(async () => {
        await put('refused')(tx);
        await tx.savepoint(() => put('in refused')(tx));
        throw new Error('refused');
      });
      await expect(refused).rejects.toThrow('refused');
      expect(await tx.savepoint(async () => 7)).toBe(7);
    });
    expect(await keys(store)).toEqual(['kept', 'outer']);
  });

  it('goes on in a transaction after a statement failed in a savepoint', async () => {
    const store = await open();
    await store.run(async (tx) => {
      await put('a')(tx);
      await expect(tx.savepoint(() => put('a')(tx))).rejects.toThrow();
      await put('b')(tx);
    });
    expect(await keys(store)).toEqual(['a', 'b']);
  });

  it('rejects everything that a failing COMMIT takes with it, and goes on working', async () => {
    const store = await open();
    const neighbour = store.run(put('neighbour'));
    const outcomes = await Promise.allSettled([neighbour, failAtCommit(store)]);
    expect(outcomes[1].status).toBe('rejected');
    const stored = outcomes[0].status === 'fulfilled' ? ['neighbour'] : [];
    // On SQLite the two share a commit; on PostgreSQL each has its own.
    expect(stored).toEqual(store.dialect === 'sqlite' ? [] : ['neighbour']);
    await store.run(put('later'));
    expect(await keys(store)).toEqual(['later', ...stored].sort());
  });

  it('commits each of a thousand concurrent works once, in their order', async () => {
    const store = await open();
    const ids = await Promise.all(
      Array.from({ length: 1000 }, (_, at) =>
        store.run(({ db, tables: { inbox } }) =>
          db
            .insert(inbox)
            .values({ key: `${at}`, receivedAt: at })
            .returning({ id: inbox.id }),
        ),
      ),
    );
    const rows = await store.run(({ db, tables: { inbox } }) => db.select().from(inbox).orderBy(inbox.id));
    expect(rows.map(({ key }) => key)).toEqual(Array.from({ length: 1000 }, (_, at) => `${at}`));
    expect(ids.map(([row]) => row?.id)).toEqual(rows.map(({ id }) => id));
  });

  it('lets background work through while messages keep coming', async () => {
    const store = await open();
    let waiting = true;
    const done = store.run(put('background'), { background: true }).then(() => {
      waiting = false;
    });
    let messages = 0;
    while (waiting && messages < 2000)
      await Promise.all([store.run(put(`${messages++}`)), store.run(put(`x${messages}`))]);
    await done;
    expect(messages).toBeLessThan(100);
  });

  it('runs works of the same key one after the other', async () => {
    const store = await open();
    await store.run(put('count'));
    const increment = async ({ db, tables: { settings } }: Tx) => {
      const [row] = await db.select().from(settings);
      await db.update(settings).set({ value: String(Number(row?.value ?? 0) + 1) });
    };
    await Promise.all(Array.from({ length: 100 }, () => store.run(increment, { key: 'ana' })));
    const [row] = await store.run(({ db, tables: { settings } }) => db.select().from(settings));
    expect(row?.value).toBe('100');
  });

  it('finishes what was begun before it closes', async () => {
    const store = await open();
    const begun = Array.from({ length: 300 }, (_, at) => store.run(put(`${at}`), { background: at % 50 === 0 }));
    const settled = Promise.allSettled(begun);
    await store.close();
    expect((await settled).filter(({ status }) => status === 'fulfilled')).toHaveLength(300);
  });
});
