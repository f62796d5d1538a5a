/** Many people of one clinic on two channels, some of them hard to reach, and what each channel will say of each. */

import { connectSqlite } from '../../../db/sqlite.ts';
import type { Store } from '../../../db/unit-of-work.ts';
import { sendBroadcast } from '../../../src/domain/notices/broadcasts.ts';
import { setRunningAccounts } from '../../../src/domain/notices/running.ts';
import { LORETO, NOW } from '../town.ts';

export const ACCOUNT = 'storm';
export const CHANNELS = ['telegram', 'whatsapp-cloud'] as const;

/** What becomes of a message to a person, by their number alone: the same after every restart. */
export type Fate = 'taken' | 'hurried' | 'blocked' | 'refused' | 'unsure';

export function fateOf(personId: number): Fate {
  const dice = (personId * 2_654_435_761) % 1000;
  if (dice < 60) return 'hurried';
  if (dice < 90) return 'blocked';
  if (dice < 95) return 'refused';
  return dice < 100 ? 'unsure' : 'taken';
}

/** Whoever will write BAJA while the notice goes out. */
export const writesBaja = (personId: number) => personId % 40 === 7;
/** Whoever wanted no notices from the beginning. */
export const isQuiet = (personId: number) => personId % 50 === 0;

/** Ids 1 to `count`, of the first clinic of the town: three in four by belonging to it, the rest by following it. */
export function fill(file: string, count: number): void {
  const database = connectSqlite(file);
  database.exec(`
    begin;
    create temp table n as with recursive n(i) as (select 1 union all select i + 1 from n where i < ${count}) select i from n;
    insert into people (id, home_clinic_id, notices, in_office, created_at)
      select i, case when i % 4 = 0 then 2 else ${LORETO} end, case when i % 50 = 0 then 'none' else 'all' end, 0, 0 from n;
    insert into follows (person_id, clinic_id, since) select i, ${LORETO}, 0 from n where i % 4 = 0;
    insert into conversations (id, person_id, channel, account, identity_id, turn, state, updated_at)
      select i, i, case when i % 3 = 0 then 'whatsapp-cloud' else 'telegram' end, '${ACCOUNT}', i, 1, '{}', 0 from n;
    insert into identities (id, person_id, conversation_id, kind, lookup, sealed, reachable, created_at)
      select i, i, i, 'sim_user', 'of ' || i, i, case when i % 97 = 0 then 0 else 1 end, 0 from n;
    commit;`);
  database.close();
}

/** The president, who is the first of them, sends the notice; says its id. */
export async function send(store: Store): Promise<number> {
  const accounts = CHANNELS.map((channel) => ({ channel, account: ACCOUNT }));
  return await store.run(async (tx) => {
    await setRunningAccounts(tx, accounts);
    await tx.db.insert(tx.tables.roles).values({ personId: 1, role: 'president', clinicId: LORETO, grantedAt: NOW });
    const said = { segment: 'followers', text: 'El sábado pintamos la sala de espera.', perDay: 3 } as const;
    return (await sendBroadcast(tx, { personId: 1, clinicId: LORETO, now: NOW, ...said })).id;
  });
}
