/** What flows may ask about who is expected and who came, for those who have a role there. */

import { MOST_COUNTED, recordHeadCount } from '../domain/assemblies/came.ts';
import { doorOf, helpersUntil } from '../domain/assemblies/entries.ts';
import {
  type ClinicTurnout,
  clinicTurnout,
  countingScope,
  type Turnout,
  turnouts,
} from '../domain/assemblies/turnout.ts';
import { clinicById } from '../domain/clinics/clinics.ts';
import { invite } from '../domain/invitations.ts';
import { hasHelperCode, withdrawHelperCodes } from '../domain/open-invitations.ts';
import { Refusal } from '../domain/refusal.ts';
import { mayAt } from '../domain/roles.ts';
import { numbersIn } from '../domain/works/spoken-numbers.ts';
import { turnoutChart, turnoutSheet } from './attendance-files.ts';
import { newInvitationCode, shownCode } from './codes.ts';
import type { Attachment } from './reply.ts';
import { findWithin, type Part } from './scope-finder.ts';
import type { Call, Premises } from './serve.ts';
import type { SheetFormat } from './spreadsheet.ts';

/** One clinic, and what may be done there now. */
export interface ClinicCount extends ClinicTurnout {
  may: { door: boolean; headCount: boolean; helper: boolean; endHelp: boolean };
}

/** Several clinics together. */
export interface ScopeCount {
  /** Absent: all of theirs. */
  part?: Part;
  clinics: number;
  dated: number;
  undated: number;
  expected: number;
  change: number;
  maybe: number;
  no: number;
  /** Some of the assemblies are invented. */
  demo: boolean;
  /** People counted at the door so far; absent while no assembly has begun. */
  came?: number;
}

export type CountFound =
  | { found: 'one'; clinicId: number }
  | { found: 'several'; count: ScopeCount }
  /** What was typed is none of theirs. */
  | { found: 'elsewhere' }
  /** They have no clinic whose counts they may see. */
  | { found: 'none' };

/** A clinic in a list. */
export interface CountRow {
  id: number;
  name: string;
  where: string;
  timeZone: string;
  expected: number;
  startsAt?: number;
}

/** Those with an assembly, the fewest answers first; those without one, by name. */
export type CountList = 'few' | 'undated';

export interface AttendanceServices {
  /** `text` may name a municipality, a state or a clinic of theirs; `isName`: it is nothing else. */
  countWithin(input: { text?: string; isName?: boolean; clinicId?: number; part?: Part }): Promise<CountFound>;
  countClinic(input: { clinicId: number }): Promise<ClinicCount>;
  /** The first page again after the last. */
  listCounts(input: {
    part?: Part;
    list: CountList;
    page: number;
  }): Promise<{ rows: CountRow[]; total: number; page: number }>;
  countPicture(input: { part?: Part }): Promise<Attachment>;
  countFile(input: { part?: Part; format: SheetFormat }): Promise<Attachment>;
  /** A number as somebody types it; `people` is absent where there is none, or one beyond all reason. Writes nothing. */
  readHeadCount(input: { text: string }): Promise<{ people?: number }>;
  /** How many were counted by eye; the last count holds. */
  recordHeadCount(input: { clinicId: number; people: number }): Promise<void>;
  /** A code for whoever helps at the door: good until the end of the assembly's day. */
  inviteHelper(input: { clinicId: number }): Promise<{ code: string; until: number; timeZone: string }>;
  /** The code is good no more, and who came by it helps no more. */
  endHelp(input: { clinicId: number }): Promise<void>;
}

const PAGE = 7;
/** The end of the day is midnight: shown as the last minute of that day. */
const MINUTE_MS = 60_000;

/** They write. */
export const attendanceCommands = ['recordHeadCount', 'inviteHelper', 'endHelp'] as const;

export function attendanceServices(premises: Premises, call: Call): AttendanceServices {
  const { tx, now, personId } = call;
  const { directory, localizer, vault, random } = premises;
  const say = (text: Parameters<typeof localizer.text>[1]) => localizer.text(call.language, text);

  async function all(part?: Part): Promise<ClinicTurnout[]> {
    const scope = await countingScope(tx, { personId, now });
    const clinics = await turnouts(tx, { scope, now });
    return part ? clinics.filter((clinic) => isIn(part, clinic)) : clinics;
  }

  const sorted = (clinics: readonly ClinicTurnout[], list: CountList) =>
    list === 'undated'
      ? clinics.filter(({ turnout }) => turnout === undefined)
      : clinics
          .filter(({ turnout }) => turnout !== undefined)
          .sort((a, b) => answersTo(a.turnout) - answersTo(b.turnout));

  return {
    async countWithin({ text, isName = false, clinicId, part }) {
      const clinics = await all();
      const [only] = clinics;
      if (!only) return { found: 'none' };
      const chosen = clinics.find(({ id }) => id === clinicId);
      if (chosen) return { found: 'one', clinicId: chosen.id };
      if (clinics.length === 1) return { found: 'one', clinicId: only.id };
      const named = text === undefined ? undefined : findWithin(directory.index, clinics, text, isName);
      if (named === undefined && isName) return { found: 'elsewhere' };
      if (named && 'clinicId' in named) return { found: 'one', clinicId: named.clinicId };
      const within = named ?? part;
      const meant = within ? clinics.filter((clinic) => isIn(within, clinic)) : clinics;
      const [one] = meant;
      if (one && meant.length === 1) return { found: 'one', clinicId: one.id };
      return { found: 'several', count: { ...(within ? { part: within } : {}), ...summed(meant) } };
    },
    async countClinic({ clinicId }) {
      const clinic = await clinicTurnout(tx, { personId, clinicId, now });
      const may = (action: 'attendance.mark' | 'attendance.head-count' | 'attendance.invite-helper') =>
        mayAt(tx, { personId, action, clinicId, now });
      const isOpen = async () => (await doorOf(tx, { personId, clinicId, now })).open;
      const open = (await may('attendance.mark')) !== undefined && (await isOpen());
      return {
        ...clinic,
        may: {
          door: open,
          headCount: open && (await may('attendance.head-count')) !== undefined,
          helper:
            (await may('attendance.invite-helper')) !== undefined &&
            (await helpersUntil(tx, { clinicId, now })) !== undefined,
          endHelp: await hasHelperCode(tx, { personId, clinicId, now }),
        },
      };
    },
    async listCounts({ part, list, page }) {
      const clinics = sorted(await all(part), list);
      const at = page * PAGE < clinics.length ? page : 0;
      return { rows: clinics.slice(at * PAGE, (at + 1) * PAGE).map(rowOf), total: clinics.length, page: at };
    },
    async countPicture({ part }) {
      return turnoutChart(sorted(await all(part), 'few'), part?.name, say);
    },
    async countFile({ part, format }) {
      return turnoutSheet(await all(part), format, { say, now });
    },
    async readHeadCount({ text }) {
      const [number, ...more] = numbersIn(text);
      const isCount = number && more.length === 0 && Number.isInteger(number.value) && number.value >= 0;
      return isCount && number.value <= MOST_COUNTED ? { people: number.value } : {};
    },
    recordHeadCount: ({ clinicId, people }) => recordHeadCount(tx, { personId, clinicId, people, now }),
    async inviteHelper({ clinicId }) {
      const expiresAt = await helpersUntil(tx, { clinicId, now });
      if (expiresAt === undefined) throw new Refusal('door-closed');
      const code = newInvitationCode(random);
      const lookup = vault.lookup('invitation', code);
      await invite(tx, { role: 'helper', clinicId, isShared: true, invitedBy: personId, lookup, expiresAt, now });
      const clinic = await clinicById(tx, clinicId);
      return { code: shownCode(code), until: expiresAt - MINUTE_MS, timeZone: clinic?.timeZone ?? 'UTC' };
    },
    endHelp: ({ clinicId }) => withdrawHelperCodes(tx, { personId, clinicId, now }),
  };
}

function isIn(part: Part, clinic: ClinicTurnout): boolean {
  return (
    clinic.stateCode === part.stateCode &&
    (part.municipalityCode === undefined || clinic.municipalityCode === part.municipalityCode)
  );
}

function answersTo(turnout?: Turnout): number {
  return turnout ? turnout.yes + turnout.maybe + turnout.no : 0;
}

function summed(clinics: readonly ClinicTurnout[]): Omit<ScopeCount, 'part'> {
  const dated = clinics.flatMap(({ turnout }) => turnout ?? []);
  const sum = (of: (turnout: Turnout) => number) => dated.reduce((total, turnout) => total + of(turnout), 0);
  const counted = sum(({ came: counted }) => (counted ? counted.withCode + counted.withoutCode : 0));
  return {
    clinics: clinics.length,
    dated: dated.length,
    undated: clinics.length - dated.length,
    expected: sum(({ expected }) => expected),
    change: sum(({ change }) => change),
    maybe: sum(({ maybe }) => maybe),
    no: sum(({ no }) => no),
    demo: dated.some(({ demo }) => demo),
    ...(dated.some(({ came: counted }) => counted) ? { came: counted } : {}),
  };
}

function rowOf({ id, name, municipality, timeZone, turnout }: ClinicTurnout): CountRow {
  const row = { id, name, where: municipality, timeZone, expected: turnout?.expected ?? 0 };
  return turnout ? { ...row, startsAt: turnout.startsAt } : row;
}
