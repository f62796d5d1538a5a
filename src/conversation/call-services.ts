/** What flows may ask about calling an assembly: reading sentences, and calling, changing, cancelling, confirming. */

import { Temporal } from 'temporal-polyfill';
import { toldOfCall, toldOfChange } from '../domain/assemblies/call-preview.ts';
import {
  type Caller,
  type CallFacts,
  type CallMade,
  callAssembly,
  cancelCall,
  changeCall,
  clinicOf,
  exceptCaller,
  instantOf,
  settleCall,
  upcomingOf,
} from '../domain/assemblies/calling.ts';
import type { AssemblyRow } from '../domain/assemblies/changes.ts';
import { isMoved } from '../domain/assemblies/kind-of-change.ts';
import { Refusal } from '../domain/refusal.ts';
import { mayAt, mustAt } from '../domain/roles.ts';
import { type CallDraft, type CallHeard, type CallPart, clinicNamed, hear, mayBeClinic } from './call-draft.ts';
import { clinicFinder } from './clinic-finder.ts';
import { DEFAULT_LANGUAGE } from './localize.ts';
import type { Call, Premises } from './serve.ts';

export type CallAim = 'call' | 'change' | 'cancel' | 'confirm' | 'decline';

/** An assembly to come as those who call it see it. */
export interface CalledAssembly extends CallDraft {
  id: number;
  revision: number;
  at: number;
  isPending: boolean;
}

export interface CallSheet {
  clinic: { id: number; name: string; municipality: string; timeZone: string };
  /** They may confirm what a committee called. */
  confirms: boolean;
  upcoming: CalledAssembly[];
  /** The sentence names another clinic. */
  otherClinic: string | null;
}

export interface CallPreview {
  at: number;
  /** People who will be told. */
  told: number;
  /** Not of this year: worth saying, since dates are shown without their year. */
  year: number | null;
  /** It will wait for a facilitator. */
  waits: boolean;
}

/** What is to be done, and to which assembly. */
export interface CallDeed {
  aim: CallAim;
  clinicId: number;
  draft: CallDraft;
  assembly: { id: number; revision: number } | null;
  reason: string;
}

export interface CallServices {
  callSheet(input: { clinicId: number; text?: string }): Promise<CallSheet>;
  hearCall(input: {
    clinicId: number;
    text: string;
    asked?: CallPart | 'anything';
    draft: CallDraft;
    misses: number;
  }): Promise<CallHeard>;
  previewCall(input: CallDeed): Promise<CallPreview>;
  doCall(input: CallDeed): Promise<CallMade>;
}

/** They write. */
export const callCommands = ['doCall'] as const;

export function callServices(
  { directory, localizer, callsNeedConfirmation = true }: Premises,
  call: Call,
): CallServices {
  const { tx, now, personId } = call;
  const caller: Caller = { personId, needsConfirmation: callsNeedConfirmation, now };

  async function shown(clinicId: number, assemblyId: number): Promise<AssemblyRow> {
    const upcoming = await upcomingOf(tx, { clinicId, now });
    const assembly = upcoming.find(({ id }) => id === assemblyId);
    if (!assembly) throw new Refusal('assembly-changed');
    return assembly;
  }

  function otherThan(clinicId: number, text: string | undefined): string | null {
    const named = text ? clinicNamed(text, '2027-01-01') : undefined;
    const found = named === undefined ? undefined : clinicFinder(directory.index).byText(named);
    return found?.found === 'one' && found.clinic.id !== clinicId ? found.clinic.name : null;
  }

  return {
    async callSheet({ clinicId, text }) {
      await mustAt(tx, { personId, action: 'assembly.call', clinicId, now });
      const clinic = await clinicOf(tx, clinicId);
      const confirms = (await mayAt(tx, { personId, action: 'assembly.confirm', clinicId, now })) !== undefined;
      const upcoming = (await upcomingOf(tx, { clinicId, now })).slice(0, 5);
      return { clinic, confirms, upcoming: upcoming.map(calledOf), otherClinic: otherThan(clinicId, text) };
    },

    async hearCall({ clinicId, text, asked, draft, misses }) {
      const { timeZone } = await clinicOf(tx, clinicId);
      const heard = hear({ text, asked, draft, misses, now, timeZone });
      const { place } = heard.draft;
      if (place !== undefined && place !== draft.place && asked !== 'place' && mayBeClinic(place)) {
        const found = clinicFinder(directory.index).byText(place);
        if (found.found === 'one' && found.clinic.id === clinicId) heard.draft.place = found.clinic.name;
      }
      return heard;
    },

    async previewCall({ aim, clinicId, draft, assembly }) {
      const role = await mustAt(tx, { personId, action: 'assembly.call', clinicId, now });
      const clinic = await clinicOf(tx, clinicId);
      const thisYear = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(clinic.timeZone).year;
      const facts = factsOf(draft);
      const waits = callsNeedConfirmation && role !== 'facilitator';
      const year = Number(facts.date.slice(0, 4));
      const sure = { year: year === thisYear ? null : year };
      if (aim === 'call' || !assembly) {
        const startsAt = instantOf(facts, clinic, now);
        return {
          ...sure,
          at: startsAt,
          told: await toldOfCall(tx, { clinicId, startsAt, except: [personId], now }),
          waits,
        };
      }
      const before = await shown(clinicId, assembly.id);
      const isSettled = aim !== 'change';
      const at = isSettled ? before.startsAt : instantOf(facts, clinic, now);
      const moves = isMoved(before, { ...facts, startsAt: at });
      const confirms = before.isPending && role === 'facilitator';
      const isTold = isSettled || moves || confirms;
      const settles = aim === 'confirm' || aim === 'decline' || (aim === 'change' && confirms);
      const except = settles ? exceptCaller(before, personId) : [personId];
      const told = isTold ? await toldOfChange(tx, { assembly: before, except }) : 0;
      return { ...sure, at, told, waits: waits && aim === 'change' && (moves || before.isPending) };
    },

    async doCall({ aim, clinicId, draft, assembly, reason }) {
      if (aim === 'call') {
        const calledBy = (role: string) => localizer.text(DEFAULT_LANGUAGE, { key: `call:calledBy.${role}` });
        return await callAssembly(tx, caller, { clinicId, facts: factsOf(draft), calledBy });
      }
      if (!assembly) throw new Refusal('unknown-assembly');
      const which = { assemblyId: assembly.id, revision: assembly.revision };
      if (aim === 'change') return await changeCall(tx, caller, { ...which, set: factsOf(draft) });
      if (aim === 'cancel') return await cancelCall(tx, caller, { ...which, reason });
      return await settleCall(tx, caller, { ...which, confirms: aim === 'confirm', reason });
    },
  };
}

function factsOf({ date, time, place, lat, lng, agenda, capacity }: CallDraft): CallFacts {
  if (date === undefined || time === undefined) throw new Error('The call has no date yet.');
  return {
    date,
    time,
    place: place ?? '',
    latitude: lat ?? null,
    longitude: lng ?? null,
    agenda: agenda ?? '',
    capacity: capacity ?? null,
  };
}

function calledOf(row: AssemblyRow): CalledAssembly {
  return {
    id: row.id,
    revision: row.revision,
    at: row.startsAt,
    isPending: row.isPending,
    date: row.date,
    time: row.time,
    place: row.place,
    ...(row.latitude === null || row.longitude === null ? {} : { lat: row.latitude, lng: row.longitude }),
    agenda: row.agenda,
    ...(row.capacity === null ? {} : { capacity: row.capacity }),
  };
}
