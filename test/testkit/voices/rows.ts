/** What a world holds of the programme, by the names of its people: nothing of how they wrote, or by which channel. */

import type { World } from '../../world.ts';

export type Rows = Awaited<ReturnType<typeof domainRows>>;

/** `names` tells who a person is; who was deleted is nobody. */
export async function domainRows({ store }: World, names: ReadonlyMap<number, string>) {
  return await store.run(async ({ db, tables }) => {
    const clinics = await db.select({ id: tables.clinics.id, clues: tables.clinics.clues }).from(tables.clinics);
    const cluesOf = new Map(clinics.map(({ id, clues }) => [id, clues]));
    const clinic = (id: number | null) => (id === null ? 'no clinic' : cluesOf.get(id));
    const who = (id: number | null) => (id === null ? 'nobody' : (names.get(id) ?? 'a stranger'));
    const assemblies = await db.select().from(tables.assemblies);
    const assembly = (id: number | null) => {
      const found = assemblies.find((one) => one.id === id);
      return found ? `${clinic(found.clinicId)} ${found.date} ${found.time}` : 'no assembly';
    };
    const rows = <T>(held: readonly T[], as: (row: T) => readonly unknown[]) =>
      held.map((row) => as(row).join(' · ')).sort();
    return {
      people: rows(await db.select().from(tables.people), (row) => [
        who(row.id),
        clinic(row.homeClinicId),
        row.language ?? 'no language',
        `notices: ${row.notices}`,
        ...(row.deletedAt === null ? [] : ['deleted']),
      ]),
      rsvps: rows(await db.select().from(tables.rsvps), (row) => [
        who(row.personId),
        assembly(row.assemblyId),
        row.answer,
        row.companions,
      ]),
      follows: rows(await db.select().from(tables.follows), (row) => [who(row.personId), clinic(row.clinicId)]),
      inquiries: rows(await db.select().from(tables.inquiries), (row) => [
        who(row.personId),
        clinic(row.clinicId),
        row.wantsDate ? 'wants the date' : 'asked',
      ]),
      reports: rows(await db.select().from(tables.reports), (row) => [
        row.kind,
        clinic(row.clinicId),
        assembly(row.assemblyId),
        row.text,
      ]),
      messagesOut: rows(await db.select().from(tables.outbox), (row) => [row.kind, row.status]),
      messagesTakenIn: (await db.select().from(tables.inbox)).length,
    };
  });
}
