/** The services of flows: each call goes to one function of the domain, inside the unit of work of the message. */

import type { Tx } from '../../db/unit-of-work.ts';
import {
  assemblyById,
  lastAssembly,
  nextAssembly,
  recordInquiry,
  requestDate,
} from '../domain/assemblies/assemblies.ts';
import { dateIn } from '../domain/assemblies/calendar.ts';
import { recordRsvp, rsvpOf } from '../domain/assemblies/rsvps.ts';
import { clinicById, programmeStatus } from '../domain/clinics/clinics.ts';
import { dropUnwanted } from '../domain/notices/drop.ts';
import { deletePerson } from '../domain/people/deletion.ts';
import {
  followClinic,
  followedClinics,
  noticeLevel,
  setHomeClinic,
  setLanguage,
  setNotices,
  unfollowClinic,
} from '../domain/people/people.ts';
import { keptOfPerson } from '../domain/people/personal-data.ts';
import type { Vault } from '../domain/people/vault.ts';
import { Refusal } from '../domain/refusal.ts';
import { takeReport } from '../domain/reports/reports.ts';
import { calendarFile, personalDataFile } from './attachments.ts';
import { attendanceCommands, attendanceServices } from './attendance-services.ts';
import { ballotCommands, ballotServices } from './ballot-services.ts';
import { type Broadcasting, broadcastCommands, broadcastServices } from './broadcast-services.ts';
import { callCommands, callServices } from './call-services.ts';
import { callsCommands, callsServices } from './calls-services.ts';
import { clinicFinder } from './clinic-finder.ts';
import { newCheckInCode } from './codes.ts';
import { committeeCommands, committeeServices } from './committee-services.ts';
import { concernCommands, concernServices } from './concern-services.ts';
import { decidedCommands, decidedServices } from './decided-services.ts';
import type { Directory } from './directory.ts';
import { electionCommands, electionServices } from './election-services.ts';
import { entryCommands, entryServices } from './entry-services.ts';
import { channelNames, roleNames } from './kept.ts';
import { linkCommands, linkServices } from './linking.ts';
import { DEFAULT_LANGUAGE, type Localizer } from './localize.ts';
import { minutesCommands, minutesServices } from './minutes-services.ts';
import { needReviewCommands, needReviewServices } from './need-review-services.ts';
import { needsCommands, needsServices } from './needs-services.ts';
import { officeCommands, officeServices } from './office-services.ts';
import { paperCountCommands, paperCountServices } from './paper-count-services.ts';
import { posterCommands, posterServices } from './poster-services.ts';
import { recountTokensOf } from './recount-tokens.ts';
import { relayCommands, relayServices } from './relay-services.ts';
import { resultServices } from './result-services.ts';
import type { ServiceName, Services } from './services.ts';
import type { Text } from './text.ts';
import type { Serve } from './turn.ts';
import { voteCommands, voteServices } from './vote-services.ts';
import { worksCommands, worksServices } from './works-services.ts';

/** What the services stand on, made once at the start. */
export interface Premises {
  directory: Directory;
  localizer: Localizer;
  vault: Vault;
  /** A number from 0 up to, not including, 1. */
  random: () => number;
  /** What a committee calls waits for a facilitator; absent: it does. */
  callsNeedConfirmation?: boolean;
  /** Absent: channels of which nothing is known, and the usual limit. */
  broadcasting?: Broadcasting;
}

/** Of whom and when: made for each message. */
export interface Call {
  tx: Tx;
  now: number;
  personId: number;
  /** Changed by the service that sets it: the answer is already in the new one. */
  language: string;
  /** The clinic they belong to; changed by the service that sets it. */
  home: number | undefined;
  /** They hold a role, or held one; changed by the service that gives it. */
  office: boolean;
  channel: string;
}

/** Services that write: undone as one if they refuse. */
const commands: ReadonlySet<ServiceName> = new Set<ServiceName>([
  'recordRsvp',
  'requestDate',
  'reportWrongDate',
  'reportMissingClinic',
  'setHomeClinic',
  'followClinic',
  'unfollowClinic',
  'setNotices',
  'setLanguage',
  'deletePerson',
  ...linkCommands,
  ...worksCommands,
  ...officeCommands,
  ...entryCommands,
  ...attendanceCommands,
  ...callCommands,
  ...callsCommands,
  ...minutesCommands,
  ...posterCommands,
  ...broadcastCommands,
  ...committeeCommands,
  ...relayCommands,
  ...concernCommands,
  ...voteCommands,
  ...ballotCommands,
  ...paperCountCommands,
  ...needsCommands,
  ...needReviewCommands,
  ...electionCommands,
  ...decidedCommands,
]);

export function createServe(premises: Premises): (call: Call) => Serve {
  return (call) => {
    // Made when they are first asked for: many messages need no service at all, and most only those that all people use.
    const made: Partial<Services>[] = [];
    const serviceOf = (name: ServiceName) => {
      for (const [at, group] of groups.entries()) {
        made[at] ??= group(premises, call);
        const service = made[at][name];
        if (service) return service as (input: unknown) => Promise<unknown>;
      }
      throw new Error(`There is no service ${name}.`);
    };
    return (name, input) => {
      const service = serviceOf(name);
      return commands.has(name) ? call.tx.savepoint(() => service(input)) : service(input);
    };
  };
}

const ofTopics = [
  linkServices,
  officeServices,
  broadcastServices,
  (_: Premises, call: Call) => worksServices(call),
  (_: Premises, call: Call) => decidedServices(call),
  attendanceServices,
  entryServices,
  callServices,
  callsServices,
  committeeServices,
  relayServices,
  concernServices,
  needsServices,
  (_: Premises, call: Call) => needReviewServices(call),
  minutesServices,
  electionServices,
  posterServices,
  voteServices,
  ballotServices,
  (_: Premises, call: Call) => paperCountServices(call),
  resultServices,
] as const;

type NamesOf<G> = G extends (...given: never[]) => infer Made ? keyof Made : never;
/** What no other group has stands here, or the program does not compile. */
type Common = Omit<Services, NamesOf<(typeof ofTopics)[number]>>;

/** Looked through in this order. */
const groups: readonly ((premises: Premises, call: Call) => Partial<Services>)[] = [commonServices, ...ofTopics];

function commonServices(premises: Premises, call: Call): Common {
  const { tx, now, personId, channel } = call;
  const { directory, localizer } = premises;
  const finder = clinicFinder(directory.index);
  const recountTokens = recountTokensOf(premises, call);

  async function setHome(clinicId: number): Promise<void> {
    if (call.home === clinicId) return;
    await setHomeClinic(tx, { personId, clinicId, now });
    call.home = clinicId;
  }

  async function personalData() {
    const { home, createdAt, ...kept } = await keptOfPerson(tx, personId);
    const say = (text: Text) => localizer.text(call.language, text);
    const channels = channelNames([...kept.channels, channel], say);
    const roles = roleNames(kept.roles, finder.states(), say);
    return { ...kept, language: kept.language ?? DEFAULT_LANGUAGE, clinic: home, since: createdAt, channels, roles };
  }

  return {
    async inquire({ text, clues, clinicId, first, own }) {
      let clinic = own ? (call.home ?? clinicId) : clinicId;
      if (clues) {
        clinic = directory.index.byClues(clues)?.id;
        if (clinic === undefined) return { found: 'none' };
      }
      if (text) {
        const named = finder.byText(text);
        if (named.found === 'one') clinic = named.clinic.id;
        else if (named.found !== 'none') return named;
      }
      clinic ??= call.home;
      const view = clinic === undefined ? undefined : await clinicById(tx, clinic);
      if (!view) return { found: 'no-clinic' };
      // Also on the first message: a date that was given and then moves must be told, or somebody goes on the wrong day.
      await recordInquiry(tx, { personId, clinicId: view.id, now });
      if (!first && call.home === undefined) await setHome(view.id);
      const assembly = await nextAssembly(tx, { clinicId: view.id, now });
      if (!assembly) {
        const last = await lastAssembly(tx, { clinicId: view.id, now });
        const year = Number(dateIn(now, view.timeZone).slice(0, 4));
        return {
          found: 'clinic',
          clinic: view,
          lastHeldAt: last?.startsAt,
          programme: await programmeStatus(tx, view.id, year),
        };
      }
      const rsvp = await rsvpOf(tx, { personId, assemblyId: assembly.id });
      return { found: 'assembly', clinic: view, assembly, rsvp, begun: assembly.startsAt <= now };
    },
    findClinics: async (input) => finder.find(input),
    findPlaces: async (input) => finder.places(input),
    listStates: async () => finder.states(),
    listMunicipalities: async ({ stateCode }) => finder.municipalities(stateCode),
    listClinics: async ({ stateCode, municipalityCode }) => finder.clinicsOf(stateCode, municipalityCode),
    recordRsvp: async (input) => {
      const newCode = () => newCheckInCode(premises.random);
      const rsvp = await recordRsvp(tx, {
        ...input,
        personId,
        now,
        newCode,
        recountTokens: () => recountTokens('assembly', input.assemblyId),
      });
      if (call.home === undefined) await setHome(input.clinicId);
      return rsvp;
    },
    async requestDate({ clinicId }) {
      await requestDate(tx, { personId, clinicId, now });
      if (call.home === undefined) await setHome(clinicId);
    },
    async calendarFile({ assemblyId }) {
      const assembly = await assemblyById(tx, assemblyId);
      const clinic = assembly && (await clinicById(tx, assembly.clinicId));
      if (!assembly || !clinic) throw new Refusal('unknown-assembly');
      return calendarFile(clinic, assembly, (text) => localizer.text(call.language, text), now);
    },
    async reportWrongDate({ assemblyId }) {
      const assembly = await assemblyById(tx, assemblyId);
      if (!assembly) throw new Refusal('unknown-assembly');
      await takeReport(tx, { kind: 'wrong-date', assemblyId, clinicId: assembly.clinicId, text: '', now });
    },
    reportMissingClinic: ({ text }) => takeReport(tx, { kind: 'missing-clinic', text, now }),
    async myClinics() {
      const followed = await followedClinics(tx, personId);
      return {
        home: call.home === undefined ? undefined : finder.option(call.home),
        followed: followed.flatMap(({ id }) => finder.option(id) ?? []),
      };
    },
    async setHomeClinic({ clinicId }) {
      await setHome(clinicId);
      return known(finder.option(clinicId));
    },
    async followClinic({ clinicId }) {
      await followClinic(tx, { personId, clinicId, now });
      return known(finder.option(clinicId));
    },
    unfollowClinic: ({ clinicId }) => unfollowClinic(tx, { personId, clinicId }),
    async setNotices({ level }) {
      await setNotices(tx, { personId, level });
      await dropUnwanted(tx, { personId, level, now });
    },
    noticeLevel: () => noticeLevel(tx, personId),
    languages: async () =>
      localizer.languages.map((code) => ({ code, name: localizer.text(code, { key: 'language:name' }) })),
    async setLanguage({ language: chosen }) {
      if (!localizer.languages.includes(chosen)) throw new Refusal('unknown-language');
      await setLanguage(tx, { personId, language: chosen });
      call.language = chosen;
    },
    personalData,
    personalDataFile: async () => personalDataFile(await personalData(), call.language, localizer),
    deletePerson: () => deletePerson(tx, { personId, now, recountTokens }),
  };
}

function known<T>(option: T | undefined): T {
  if (option === undefined) throw new Refusal('unknown-clinic');
  return option;
}
