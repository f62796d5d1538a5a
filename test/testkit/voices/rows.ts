/** What a world holds of the programme, by the names of its people: nothing of how they wrote, or by which channel. */

import type { Tx } from '../../../db/unit-of-work.ts';
import type { World } from '../../world.ts';

/** Every row of each table, by statements that are prepared once a world: they are asked after every message. */
const all = {
  assemblies: (tx: Tx) => tx.db.select().from(tx.tables.assemblies).prepare(),
  people: (tx: Tx) => tx.db.select().from(tx.tables.people).prepare(),
  rsvps: (tx: Tx) => tx.db.select().from(tx.tables.rsvps).prepare(),
  follows: (tx: Tx) => tx.db.select().from(tx.tables.follows).prepare(),
  inquiries: (tx: Tx) => tx.db.select().from(tx.tables.inquiries).prepare(),
  reports: (tx: Tx) => tx.db.select().from(tx.tables.reports).prepare(),
  works: (tx: Tx) => tx.db.select().from(tx.tables.works).prepare(),
  ledger: (tx: Tx) => tx.db.select().from(tx.tables.ledger).prepare(),
  milestones: (tx: Tx) => tx.db.select().from(tx.tables.milestones).prepare(),
  deadlines: (tx: Tx) => tx.db.select().from(tx.tables.deadlines).prepare(),
  roles: (tx: Tx) => tx.db.select().from(tx.tables.roles).prepare(),
  relays: (tx: Tx) => tx.db.select().from(tx.tables.relays).prepare(),
  concerns: (tx: Tx) => tx.db.select().from(tx.tables.concerns).prepare(),
  needs: (tx: Tx) => tx.db.select().from(tx.tables.needs).prepare(),
  needSupports: (tx: Tx) => tx.db.select().from(tx.tables.needSupports).prepare(),
  voters: (tx: Tx) => tx.db.select().from(tx.tables.voters).prepare(),
  ballots: (tx: Tx) => tx.db.select().from(tx.tables.ballots).prepare(),
};

/** One line for each row; `names` tells who a person is. */
export async function domainRows({ store, directory }: World, names: ReadonlyMap<number, string>): Promise<string[]> {
  return await store.run(async (tx) => {
    const assemblies = await tx.prepared(all.assemblies).execute();
    const clinic = (id: number | null) => (id === null ? 'no clinic' : directory.index.byId(id)?.clues);
    const assembly = (id: number | null) => {
      const found = assemblies.find((one) => one.id === id);
      return found ? `${clinic(found.clinicId)} ${found.date} ${found.time}` : 'no assembly';
    };
    const who = (id: number | null) => (id === null ? 'nobody' : (names.get(id) ?? 'a stranger'));
    const people = (await tx.prepared(all.people).execute()).map((row) => [
      `person: ${who(row.id)}`,
      clinic(row.homeClinicId),
      row.language ?? 'no language',
      `notices: ${row.notices}`,
      row.deletedAt === null ? 'here' : 'deleted',
    ]);
    const rsvps = (await tx.prepared(all.rsvps).execute()).map((row) => [
      `rsvp: ${who(row.personId)}`,
      assembly(row.assemblyId),
      row.answer,
      row.companions,
    ]);
    const follows = (await tx.prepared(all.follows).execute()).map((row) => [
      `follow: ${who(row.personId)}`,
      clinic(row.clinicId),
    ]);
    const inquiries = (await tx.prepared(all.inquiries).execute()).map((row) => [
      `inquiry: ${who(row.personId)}`,
      clinic(row.clinicId),
      row.wantsDate ? 'wants the date' : 'asked',
    ]);
    const reports = (await tx.prepared(all.reports).execute()).map((row) => [
      `report: ${row.kind}`,
      clinic(row.clinicId),
      assembly(row.assemblyId),
      row.text,
    ]);
    const works = (await tx.prepared(all.works).execute()).map((row) => [
      `work: ${row.title}`,
      clinic(row.clinicId),
      who(row.personId),
      row.status,
      row.percent,
      row.dueOn,
    ]);
    const ledger = (await tx.prepared(all.ledger).execute()).map((row) => [
      `line: ${row.amountCents}`,
      who(row.personId),
      row.correctsId ?? 'corrects none',
      row.supplier,
      row.reason,
      row.receiptFileId === null ? 'no receipt' : 'receipt',
    ]);
    const dates = [
      ...(await tx.prepared(all.milestones).execute()).map((row) => [row.code, row.date]),
      ...(await tx.prepared(all.deadlines).execute()).map((row) => [row.kind, row.date]),
    ];
    const roles = (await tx.prepared(all.roles).execute()).map((row) => [
      `role: ${row.role}`,
      who(row.personId),
      row.post || 'plain',
      row.publicName || 'unnamed',
      row.onDuty ? 'on duty' : 'off duty',
      row.endsAt === null ? 'held' : 'ended',
    ]);
    const relays = (await tx.prepared(all.relays).execute()).map((row) => [
      `relay: ${who(row.personId)} to ${who(row.memberPersonId)}`,
      `${row.messages} messages`,
      row.endedAt === null ? 'open' : 'ended',
    ]);
    const concerns = (await tx.prepared(all.concerns).execute()).map((row) => [
      `concern: ${row.text}`,
      who(row.personId),
      row.name || 'unnamed',
      row.photoCleared ? 'photo' : 'no photo',
      row.status,
      row.answer,
    ]);
    const needs = (await tx.prepared(all.needs).execute()).map((row) => [
      `need ${row.id}: ${row.title}`,
      clinic(row.clinicId),
      who(row.personId),
      row.status,
    ]);
    const supports = (await tx.prepared(all.needSupports).execute()).map((row) => [
      `support of need ${row.needId}`,
      who(row.personId),
    ]);
    // Apart, as they are kept: nobody's ballot is to be seen here either.
    const voters = (await tx.prepared(all.voters).execute()).map((row) => [
      `voter: ${who(row.personId)}`,
      row.status,
      row.receipt === null ? 'no receipt' : 'receipt',
    ]);
    const ballots = (await tx.prepared(all.ballots).execute()).map((row) => [
      `ballot: ${row.choices.join(', ')}`,
      row.proven ? 'proven' : 'not proven',
    ]);
    const talks = [...roles, ...relays, ...concerns];
    const votes = [...needs, ...supports, ...voters, ...ballots];
    return [people, rsvps, follows, inquiries, reports, works, ledger, dates, talks, votes].flatMap((rows) =>
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
