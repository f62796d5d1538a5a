/** Many people who follow one clinic, put into a database at once, and a notice that waits to go out to all of them. */

import { connectSqlite } from '../db/sqlite.ts';
import { START } from './premises.ts';

export const CROWD_ACCOUNT = 'bench';
const DAY_MS = 86_400_000;

/** Ids 1 to `count`, on Telegram; nobody else may be in the database. The notice is the first. */
export function fillCrowd(file: string, count: number): void {
  const database = connectSqlite(file);
  database.exec(`
    BEGIN;
    CREATE TEMP TABLE n AS
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${count}) SELECT i FROM n;
    INSERT INTO people (id, home_clinic_id, notices, in_office, created_at) SELECT i, 1, 'all', 0, 0 FROM n;
    INSERT INTO conversations (id, person_id, channel, account, identity_id, turn, state, updated_at)
      SELECT i, i, 'telegram', '${CROWD_ACCOUNT}', i, 1, '{"flow":"menu","version":1,"value":"resting"}', 0 FROM n;
    INSERT INTO identities (id, person_id, conversation_id, kind, lookup, sealed, reachable, created_at)
      SELECT i, i, i, 'tg_user', 'a keyed hash of forty-three letters ' || i, 'sealed, a hundred letters ' || i, 1, 0 FROM n;
    INSERT INTO roles (person_id, role, post, clinic_id, public_name, on_duty, granted_at)
      VALUES (1, 'president', '', 1, '', 0, 0);
    INSERT INTO broadcasts
      (clinic_id, author_person_id, role, segment, text, status, created_at, send_at, expires_at, planned, queued, cursor, is_filled, opted_out, no_way, reason)
      VALUES (1, 1, 'president', 'followers', 'El sábado pintamos la sala de espera. Quien pueda, traiga brocha.', 'waiting',
        ${START}, ${START}, ${START + 3 * DAY_MS}, '{"telegram":${count}}', '{}', 0, 0, 0, 0, '');
    COMMIT;`);
  database.close();
}
