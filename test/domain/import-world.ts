/** A small database for the tests of imports: two clinics in two time zones, and people by name. */

import type { NoticeLevel, RsvpAnswer } from '../../db/schema/tables.ts';
import type { Store } from '../../db/unit-of-work.ts';
import { importAssemblies, type LineOutcome } from '../../src/domain/assemblies/import.ts';
import { readAssemblyLine } from '../../src/domain/assemblies/import-line.ts';
import type { Mode } from '../../src/domain/assemblies/import-plan.ts';
import type { ClinicRow } from '../../src/domain/clinics/import.ts';

export const LORETO = 'BSIST000016';
export const TIJUANA = 'BCIST000105';

/** Wednesday, noon in Loreto. */
export const NOW = Date.parse('2027-02-10T19:00:00Z');
export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

export function clinic(clues: string, changed: Partial<ClinicRow> = {}): ClinicRow {
  return {
    clues,
    name: 'UMF Loreto',
    institution: 'ISSSTE',
    type: 'Unidad de Medicina Familiar',
    state: 'Baja California Sur',
    stateCode: '03',
    municipality: 'Loreto',
    municipalityCode: '009',
    locality: '',
    streetAddress: '',
    postalCode: '',
    latitude: 26.01,
    longitude: -111.34,
    consultingRooms: null,
    timeZone: 'America/Mazatlan',
    ...changed,
  };
}

export interface Habits {
  level?: NoticeLevel;
  home?: string;
  follows?: string[];
  /** When they last asked for the assembly of Loreto. */
  asked?: number;
  wantsDate?: boolean;
  /** Conversations by channel, and when each was last used. */
  channels?: Record<string, number>;
  deleted?: boolean;
}

export class ImportWorld {
  readonly store: Store;
  now = NOW;
  readonly #people = new Map<string, number>();

  constructor(store: Store) {
    this.store = store;
  }

  static async on(store: Store): Promise<ImportWorld> {
    const tijuana = { name: 'CMF Tijuana', municipality: 'Tijuana', timeZone: 'America/Tijuana' };
    await store.run(({ db, tables }) => db.insert(tables.clinics).values([clinic(LORETO), clinic(TIJUANA, tijuana)]));
    return new ImportWorld(store);
  }

  async clinicId(clues: string): Promise<number> {
    const rows = await this.store.run(({ db, tables: { clinics } }) => db.select().from(clinics));
    return known(rows.find((row) => row.clues === clues)).id;
  }

  async person(name: string, habits: Habits = {}): Promise<number> {
    const loreto = await this.clinicId(LORETO);
    const home = habits.home === undefined ? null : await this.clinicId(habits.home);
    const follows = await Promise.all((habits.follows ?? []).map((clues) => this.clinicId(clues)));
    return await this.store.run(async ({ db, tables }) => {
      const deletedAt = habits.deleted ? NOW : null;
      const [person] = await db
        .insert(tables.people)
        .values({ homeClinicId: home, notices: habits.level ?? 'all', createdAt: 0, deletedAt })
        .returning();
      const personId = known(person).id;
      this.#people.set(name, personId);
      for (const [channel, updatedAt] of Object.entries(habits.channels ?? { telegram: 1 })) {
        const identity = { personId, kind: 'tg_user' as const, lookup: `${channel} ${name}`, sealed: '', createdAt: 0 };
        const [row] = await db.insert(tables.identities).values(identity).returning();
        await db
          .insert(tables.conversations)
          .values({ personId, channel, account: 'a', identityId: known(row).id, turn: 0, state: {}, updatedAt });
      }
      for (const clinicId of follows) await db.insert(tables.follows).values({ personId, clinicId, since: 0 });
      if (habits.asked !== undefined || habits.wantsDate) {
        const inquiry = {
          personId,
          clinicId: loreto,
          askedAt: habits.asked ?? 0,
          wantsDate: habits.wantsDate ?? false,
        };
        await db.insert(tables.inquiries).values(inquiry);
      }
      return personId;
    });
  }

  /** Loads lines of one clinic, written as in a file: `date,time,place`, and further columns by name. */
  async load(clues: string, mode: Mode, ...lines: { [column: string]: string }[]): Promise<LineOutcome[]> {
    const read = lines.map((cells, at) => {
      const line = readAssemblyLine({ clues, place: 'Patio', time: '11:00', ...cells }, at + 2);
      if ('faults' in line) throw new Error(JSON.stringify(line.faults));
      return line.value;
    });
    return await this.store.run((tx) => importAssemblies(tx, { clues, lines: read, mode, now: this.now }));
  }

  async assemblies() {
    return await this.store.run(({ db, tables: { assemblies } }) =>
      db.select().from(assemblies).orderBy(assemblies.id),
    );
  }

  async answer(name: string, assemblyId: number, answer: RsvpAnswer, companions = 0): Promise<void> {
    const personId = known(this.#people.get(name));
    await this.store.run(({ db, tables: { rsvps } }) =>
      db.insert(rsvps).values({ assemblyId, personId, answer, companions, answeredAt: this.now }),
    );
  }

  async outbox() {
    const names = new Map([...this.#people].map(([name, id]) => [id, name]));
    const rows = await this.store.run(({ db, tables: { outbox } }) => db.select().from(outbox).orderBy(outbox.id));
    return rows.map((row) => ({ ...row, to: names.get(row.personId) ?? '' }));
  }

  /** What waits to be sent: "ana announcement". */
  async queued(): Promise<string[]> {
    const rows = await this.outbox();
    return rows
      .filter(({ status }) => status === 'queued')
      .map(({ to, kind }) => `${to} ${kind}`)
      .sort();
  }

  /** As if all that waits had been delivered. */
  async deliver(): Promise<void> {
    await this.store.run(({ db, tables: { outbox } }) => db.update(outbox).set({ status: 'sent', doneAt: this.now }));
  }
}

/** The words by which a notice begins, after the mark of a demonstration. */
export function keysOf({ notice }: { notice: unknown }): string[] {
  return (notice as { texts: { key: string }[] }).texts.map(({ key }) => key);
}

export function known<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('There is none.');
  return value;
}
