/** What the database says of the day: its last copy, its key, what waits, and who is expected where. */

import { existsSync, statSync } from 'node:fs';
import { and, asc, count, eq, gte, inArray, lte } from 'drizzle-orm';
import type { Store, Tx } from '../../../db/unit-of-work.ts';
import type { Config } from '../../config.ts';
import { fingerprintOfKey } from '../../data-key.ts';
import { dateIn } from '../../domain/assemblies/calendar.ts';
import { countRsvps } from '../../domain/assemblies/tallies.ts';
import { estimate, type Speed, UNKNOWN_SPEED } from '../../domain/notices/estimate.ts';
import { noticesAhead, noticesSince } from '../../domain/notices/load.ts';
import type { AssemblyFacts, DatabaseFacts, QueueFacts } from './facts.ts';

const DAY_MS = 86_400_000;
/** Where most of the country's clocks are; the estimate needs a night. */
const ZONE = 'America/Mexico_City';

export async function lookAtDatabase(store: Store, config: Config, now: number): Promise<DatabaseFacts> {
  const { databaseUrl, dataKey } = config;
  const isFile = databaseUrl.startsWith('file:');
  const settings = await store.run(async ({ db, tables: { settings } }) => {
    const rows = await db
      .select()
      .from(settings)
      .where(inArray(settings.key, ['data-key', 'last-backup']));
    return new Map(rows.map(({ key, value }) => [key, value]));
  });
  const begunWith = settings.get('data-key');
  const here = isFile || dataKey !== undefined ? fingerprintOfKey(databaseUrl, dataKey) : undefined;
  const isLost = begunWith !== undefined && here !== begunWith;
  const lastBackup = settings.get('last-backup');
  return {
    bytes: isFile ? sizeOf(databaseUrl.slice('file:'.length)) : undefined,
    lastBackup: lastBackup === undefined ? undefined : Number(lastBackup),
    key: isLost ? 'missing' : dataKey === undefined ? 'beside' : 'given',
    assemblies: await store.run((tx) => soon(tx, now)),
  };
}

const sizeOf = (file: string) => (existsSync(file) ? statSync(file).size : undefined);

/** Those of today and tomorrow, by each clinic's own calendar; also one that began this morning. */
async function soon(tx: Tx, now: number): Promise<AssemblyFacts[]> {
  const { assemblies, clinics } = tx.tables;
  const rows = await tx.db
    .select({
      id: assemblies.id,
      clinic: clinics.name,
      clues: clinics.clues,
      timeZone: clinics.timeZone,
      date: assemblies.date,
      time: assemblies.time,
      place: assemblies.place,
      isPending: assemblies.isPending,
      demo: assemblies.demo,
      capacity: assemblies.capacity,
    })
    .from(assemblies)
    .innerJoin(clinics, eq(clinics.id, assemblies.clinicId))
    .where(
      and(
        eq(assemblies.status, 'scheduled'),
        gte(assemblies.startsAt, now - 2 * DAY_MS),
        lte(assemblies.startsAt, now + 3 * DAY_MS),
      ),
    )
    .orderBy(asc(assemblies.startsAt), asc(clinics.clues));
  const found: AssemblyFacts[] = [];
  for (const { id, timeZone, ...row } of rows) {
    if (row.date !== dateIn(now, timeZone) && row.date !== dateIn(now + DAY_MS, timeZone)) continue;
    const { yes, companions, maybe } = await countRsvps(tx, id);
    found.push({ ...row, expected: yes + companions, maybe });
  }
  return found;
}

/** What waits on a channel, and how long that takes by its pace. Useless after tomorrow night. */
export async function lookAtQueue(store: Store, speed: Speed, now: number): Promise<QueueFacts> {
  const { waiting, notices, sentToday } = await store.run(async (tx) => {
    const { outbox } = tx.tables;
    const [row] = await tx.db
      .select({ rows: count() })
      .from(outbox)
      .where(and(eq(outbox.channel, speed.channel), eq(outbox.status, 'queued')));
    return {
      waiting: Number(row?.rows ?? 0),
      notices: (await noticesAhead(tx)).get(speed.channel) ?? 0,
      sentToday: await noticesSince(tx, { channel: speed.channel, since: now - DAY_MS }),
    };
  });
  const answers = Math.max(0, waiting - notices);
  const ahead = { people: notices, ahead: 0, sentToday, from: now, expiresAt: now + 2 * DAY_MS, timeZone: ZONE };
  const { takesMs, late } = estimate(speed, ahead);
  return { waiting: answers + notices, notices, takesMs: takesMs + answers * UNKNOWN_SPEED.msEach, late };
}

/** Telegram's own advice for notices to many is thirty a second. */
const TELEGRAM_MS = 1000 / 25;

/** How fast notices go on a channel as it is configured. */
export function speedOf(channel: string, { whatsappWeb, whatsappCloud }: Config): Speed {
  if (channel === 'whatsapp-web' && whatsappWeb) {
    const [least, most] = whatsappWeb.gapMs;
    return { channel, msEach: (least + most) / 2, perDay: whatsappWeb.perDay };
  }
  if (channel === 'whatsapp-cloud' && whatsappCloud) return { channel, msEach: 1000 / whatsappCloud.perSecond };
  return { channel, msEach: channel === 'telegram' ? TELEGRAM_MS : UNKNOWN_SPEED.msEach };
}
