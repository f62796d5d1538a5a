/** What a world holds of the programme, by the names of its people: nothing of how they wrote, or by which channel. */

import type { World } from '../../world.ts';

/** One line for each row; `names` tells who a person is. */
export async function domainRows({ store, directory }: World, names: ReadonlyMap<number, string>): Promise<string[]> {
  return await store.run(async ({ db, tables }) => {
    const assemblies = await db.select().from(tables.assemblies);
    const clinic = (id: number | null) => (id === null ? 'no clinic' : directory.index.byId(id)?.clues);
    const assembly = (id: number | null) => {
      const found = assemblies.find((one) => one.id === id);
      return found ? `${clinic(found.clinicId)} ${found.date} ${found.time}` : 'no assembly';
    };
    const who = (id: number | null) => (id === null ? 'nobody' : (names.get(id) ?? 'a stranger'));
    const people = (await db.select().from(tables.people)).map((row) => [
      `person: ${who(row.id)}`,
      clinic(row.homeClinicId),
      row.language ?? 'no language',
      `notices: ${row.notices}`,
      row.deletedAt === null ? 'here' : 'deleted',
    ]);
    const rsvps = (await db.select().from(tables.rsvps)).map((row) => [
      `rsvp: ${who(row.personId)}`,
      assembly(row.assemblyId),
      row.answer,
      row.companions,
    ]);
    const follows = (await db.select().from(tables.follows)).map((row) => [
      `follow: ${who(row.personId)}`,
      clinic(row.clinicId),
    ]);
    const inquiries = (await db.select().from(tables.inquiries)).map((row) => [
      `inquiry: ${who(row.personId)}`,
      clinic(row.clinicId),
      row.wantsDate ? 'wants the date' : 'asked',
    ]);
    const reports = (await db.select().from(tables.reports)).map((row) => [
      `report: ${row.kind}`,
      clinic(row.clinicId),
      assembly(row.assemblyId),
      row.text,
    ]);
    const works = (await db.select().from(tables.works)).map((row) => [
      `work: ${row.title}`,
      clinic(row.clinicId),
      who(row.personId),
      row.status,
      row.percent,
      row.dueOn,
    ]);
    const ledger = (await db.select().from(tables.ledger)).map((row) => [
      `line: ${row.amountCents}`,
      who(row.personId),
      row.correctsId ?? 'corrects none',
      row.supplier,
      row.reason,
      row.receiptFileId === null ? 'no receipt' : 'receipt',
    ]);
    const dates = [
      ...(await db.select().from(tables.milestones)).map((row) => [row.code, row.date]),
      ...(await db.select().from(tables.deadlines)).map((row) => [row.kind, row.date]),
    ];
    const roles = (await db.select().from(tables.roles)).map((row) => [
      `role: ${row.role}`,
      who(row.personId),
      row.post || 'plain',
      row.publicName || 'unnamed',
      row.onDuty ? 'on duty' : 'off duty',
      row.endsAt === null ? 'held' : 'ended',
    ]);
    const relays = (await db.select().from(tables.relays)).map((row) => [
      `relay: ${who(row.personId)} to ${who(row.memberPersonId)}`,
      `${row.messages} messages`,
      row.endedAt === null ? 'open' : 'ended',
    ]);
    const concerns = (await db.select().from(tables.concerns)).map((row) => [
      `concern: ${row.text}`,
      who(row.personId),
      row.name || 'unnamed',
      row.photoCleared ? 'photo' : 'no photo',
      row.status,
      row.answer,
    ]);
    const talks = [...roles, ...relays, ...concerns];
    return [people, rsvps, follows, inquiries, reports, works, ledger, dates, talks].flatMap((rows) =>
      rows.map((row) => row.join(' · ')).sort(),
    );
  });
}

/** How much was taken in, and what became of what was sent. */
export async function traffic({ store }: World): Promise<string[]> {
  const [taken, sent] = await store.run(({ db, tables: { inbox, outbox } }) =>
    Promise.all([db.select({ id: inbox.id }).from(inbox), db.select().from(outbox)]),
  );
  const fates = Map.groupBy(sent, ({ kind, status }) => `${kind} ${status}`);
  return [`taken in: ${taken.length}`, ...[...fates].map(([fate, rows]) => `${fate}: ${rows.length}`).sort()];
}
