/**
 * Tells presidents and facilitators how many are expected: at 18:00 the evening before, and two hours before, in the
 * clinic's time. A facilitator whose clinics meet together gets one message about all of them.
 */

import { and, eq, gt, inArray, isNull, lte, or } from 'drizzle-orm';
import type { Store, Tx } from '../../db/unit-of-work.ts';
import { afterQuietHours, eveBefore } from '../domain/assemblies/calendar.ts';
import { expectedOf, tallies } from '../domain/assemblies/tallies.ts';
import { type NoticeText, queueNotices } from '../domain/notices/queue.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const EVENING = 18;
/** In a message about many clinics so many are named: those with the fewest answers. */
const NAMED = 3;

interface Coming {
  id: number;
  clinicId: number;
  clinic: string;
  stateCode: string;
  timeZone: string;
  startsAt: number;
  capacity: number | null;
  demo: boolean;
}

const pushes = [
  {
    name: '1d',
    due: ({ startsAt, timeZone }: Coming) => eveBefore(startsAt, EVENING, timeZone),
    until: ({ startsAt }: Coming) => startsAt - 3 * HOUR_MS,
  },
  {
    name: '2h',
    due: ({ startsAt }: Coming) => startsAt - 2 * HOUR_MS,
    until: ({ startsAt }: Coming) => startsAt,
  },
] as const;

/** Queues what is due now, with the numbers of now; once a person and time. Returns for how many people. */
export async function queueTotals(store: Store, now: number): Promise<number> {
  const background = { background: true };
  const coming = await store.run((tx) => comingSoon(tx, now), background);
  let queued = 0;
  for (const { name, due, until } of pushes) {
    // Numbers are told when they can be read, not kept for the morning.
    const isAwake = ({ timeZone }: Coming) => afterQuietHours(now, timeZone) === now;
    const ripe = coming.filter((one) => due(one) <= now && now < until(one) && isAwake(one));
    for (const [at, together] of Map.groupBy(ripe, due)) {
      const expiresAt = Math.min(...together.map(until));
      queued += await store.run((tx) => push(tx, { name, at, together, expiresAt, now }), background);
    }
  }
  return queued;
}

async function comingSoon(tx: Tx, now: number): Promise<Coming[]> {
  const { assemblies, clinics } = tx.tables;
  return await tx.db
    .select({
      id: assemblies.id,
      clinicId: assemblies.clinicId,
      clinic: clinics.name,
      stateCode: clinics.stateCode,
      timeZone: clinics.timeZone,
      startsAt: assemblies.startsAt,
      capacity: assemblies.capacity,
      demo: assemblies.demo,
    })
    .from(assemblies)
    .innerJoin(clinics, eq(clinics.id, assemblies.clinicId))
    .where(
      and(
        eq(assemblies.status, 'scheduled'),
        gt(assemblies.startsAt, now),
        // The evening before is never further away.
        lte(assemblies.startsAt, now + 2 * DAY_MS),
      ),
    )
    .orderBy(assemblies.startsAt, clinics.name);
}

interface Push {
  name: string;
  /** When it was due. */
  at: number;
  together: readonly Coming[];
  expiresAt: number;
  now: number;
}

async function push(tx: Tx, { name, at, together, expiresAt, now }: Push): Promise<number> {
  const still = await stillSo(tx, together);
  const tellings = (await whoHears(tx, still, now)).map((hearer) => ({
    ...hearer,
    dedupe: `totals:${name}:${at}:${hearer.personId}`,
  }));
  const told = await known(
    tx,
    tellings.map(({ dedupe }) => dedupe),
  );
  const open = tellings.filter(({ dedupe }) => !told.has(dedupe));
  if (open.length === 0) return 0;
  const counts = await tallies(
    tx,
    still.map(({ id }) => id),
  );
  let queued = 0;
  for (const { personId, assemblies, dedupe } of open) {
    const [first] = assemblies;
    if (!first) continue;
    const isOne = assemblies.length === 1;
    queued += await queueNotices(tx, {
      kind: 'office',
      clinicId: first.clinicId,
      ...(isOne ? { assemblyId: first.id } : { from: 'notice:fromMany' }),
      recipients: [personId],
      texts: textsOf(assemblies, counts),
      deadline: first.startsAt,
      notBefore: now,
      expiresAt,
      dedupe: () => dedupe,
      now,
    });
  }
  return queued;
}

/** Those that nobody has cancelled or moved since they were read. */
async function stillSo(tx: Tx, together: readonly Coming[]): Promise<Coming[]> {
  const { assemblies } = tx.tables;
  const rows = await tx.db
    .select({ id: assemblies.id, startsAt: assemblies.startsAt })
    .from(assemblies)
    .where(
      and(
        eq(assemblies.status, 'scheduled'),
        inArray(
          assemblies.id,
          together.map(({ id }) => id),
        ),
      ),
    );
  const starts = new Map(rows.map(({ id, startsAt }) => [id, startsAt]));
  return together.filter(({ id, startsAt }) => starts.get(id) === startsAt);
}

/** Presidents of their own clinic's, facilitators of all that are theirs; each person once, of each assembly once. */
async function whoHears(tx: Tx, together: readonly Coming[], now: number) {
  const { roles, people } = tx.tables;
  const clinicIds = [...new Set(together.map(({ clinicId }) => clinicId))];
  const stateCodes = [...new Set(together.map(({ stateCode }) => stateCode))];
  if (clinicIds.length === 0) return [];
  const held = await tx.db
    .select({ personId: people.id, clinicId: roles.clinicId, stateCode: roles.stateCode })
    .from(roles)
    .innerJoin(people, eq(people.id, roles.personId))
    .where(
      and(
        inArray(roles.role, ['president', 'facilitator']),
        or(inArray(roles.clinicId, clinicIds), inArray(roles.stateCode, stateCodes)),
        or(isNull(roles.endsAt), gt(roles.endsAt, now)),
        eq(people.notices, 'all'),
        isNull(people.deletedAt),
      ),
    )
    .orderBy(people.id);
  return [...Map.groupBy(held, ({ personId }) => personId)].map(([personId, scopes]) => ({
    personId,
    assemblies: together.filter((one) =>
      scopes.some(({ clinicId, stateCode }) => clinicId === one.clinicId || stateCode === one.stateCode),
    ),
  }));
}

async function known(tx: Tx, keys: readonly string[]): Promise<Set<string>> {
  const { outbox } = tx.tables;
  const found = new Set<string>();
  for (let at = 0; at < keys.length; at += 500) {
    const slice = keys.slice(at, at + 500);
    const rows = await tx.db.select({ dedupe: outbox.dedupe }).from(outbox).where(inArray(outbox.dedupe, slice));
    for (const { dedupe } of rows) if (dedupe !== null) found.add(dedupe);
  }
  return found;
}

function textsOf(assemblies: readonly Coming[], counts: Awaited<ReturnType<typeof tallies>>): NoticeText[] {
  const counted = assemblies.map((assembly) => {
    const tally = counts.get(assembly.id) ?? { yes: 0, companions: 0, maybe: 0, no: 0 };
    return { ...assembly, ...tally, expected: expectedOf(tally), answers: tally.yes + tally.maybe + tally.no };
  });
  const sum = (of: (one: (typeof counted)[number]) => number) => counted.reduce((total, one) => total + of(one), 0);
  const values = {
    expected: sum(({ expected }) => expected),
    maybe: sum(({ maybe }) => maybe),
    no: sum(({ no }) => no),
  };
  const demo = assemblies.some((one) => one.demo) ? [{ key: 'notice:demo' }] : [];
  const end = { key: 'notice:totalsEnd' };
  const [first] = counted;
  if (!first) return [];
  const { clinic, startsAt: at, timeZone, yes, companions, capacity } = first;
  if (counted.length === 1) {
    const isFull = capacity !== null && values.expected > capacity;
    const one = { ...values, clinic, when: { at, timeZone }, yes, companions };
    return [
      ...demo,
      isFull ? { key: 'notice:totalsFull', values: { ...one, capacity } } : { key: 'notice:totals', values: one },
      end,
    ];
  }
  const few = counted
    .toSorted((a, b) => a.answers - b.answers)
    .slice(0, NAMED)
    .map((one) => `${one.clinic} (${one.expected})`)
    .join(', ');
  const day = { at, timeZone, as: 'date' as const };
  return [...demo, { key: 'notice:totalsMany', values: { ...values, clinics: counted.length, day, few } }, end];
}
