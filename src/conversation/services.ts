/** What flows may ask of the programme: the typed list through which the conversation reaches the domain. */

import type { NoticeLevel, RsvpAnswer } from '../../db/schema/tables.ts';
import type { AssemblyView } from '../domain/assemblies/assemblies.ts';
import type { Rsvp } from '../domain/assemblies/rsvps.ts';
import type { ClinicView } from '../domain/clinics/clinics.ts';
import type { KeptOfPerson } from '../domain/people/personal-data.ts';
import type { AttendanceServices } from './attendance-services.ts';
import type { BallotServices } from './ballot-services.ts';
import type { BroadcastServices } from './broadcast-services.ts';
import type { CallServices } from './call-services.ts';
import type { CallsServices } from './calls-services.ts';
import type { CommitteeServices } from './committee-services.ts';
import type { ConcernServices } from './concern-services.ts';
import type { DecidedServices } from './decided-services.ts';
import type { ElectionServices } from './election-services.ts';
import type { EntryServices } from './entry-services.ts';
import type { MinutesServices } from './minutes-services.ts';
import type { NeedReviewServices } from './need-review-services.ts';
import type { NeedsServices } from './needs-services.ts';
import type { OfficeServices } from './office-services.ts';
import type { PaperCountServices } from './paper-count-services.ts';
import type { PosterServices } from './poster-services.ts';
import type { RelayServices } from './relay-services.ts';
import type { Attachment } from './reply.ts';
import type { ResultServices } from './result-services.ts';
import type { VoteServices } from './vote-services.ts';
import type { WorksServices } from './works-services.ts';

/** A clinic as a choice. */
export interface ClinicOption {
  id: number;
  name: string;
  /** Municipality and state, or the distance. */
  where: string;
}

/** A state or municipality as a choice. */
export interface PlaceOption {
  code: string;
  name: string;
}

export type ClinicsFound =
  /** Surely this one. */
  | { found: 'one'; clinic: ClinicOption }
  /** These fit; `total` counts those that do not fit in the list. */
  | { found: 'several'; clinics: ClinicOption[]; total: number }
  /** None fits, these come nearest. */
  | { found: 'near'; clinics: ClinicOption[] }
  | { found: 'none' }
  /** The text names a state: its municipalities may be gone through. */
  | { found: 'state'; state: PlaceOption }
  | { found: 'abroad' };

export interface AssemblyFound {
  found: 'assembly';
  clinic: ClinicView;
  assembly: AssemblyView;
  rsvp?: Rsvp;
  /** It has begun: nothing can be answered any more. */
  begun: boolean;
}

export interface ClinicFound {
  found: 'clinic';
  clinic: ClinicView;
  /** The last assembly held, if one is known. */
  lastHeldAt?: number;
  programme: 'in' | 'out' | 'unknown';
}

/** What asking for an assembly brings. */
export type Inquiry = AssemblyFound | ClinicFound | { found: 'no-clinic' } | Exclude<ClinicsFound, { found: 'one' }>;

/** What one side and the other bring along, in words. */
export interface LinkPreview {
  /** The channels that the writer is known on. */
  hereOn: string;
  here: string;
  thereOn: string;
  there: string;
}

/** What became of a code that was typed. */
export type LinkRedeemed =
  | { outcome: 'found'; proposal: number }
  | { outcome: 'own' }
  | { outcome: 'wrong'; left: number }
  | { outcome: 'paused'; minutes: number };

export interface PersonalData {
  /** By the names that people call them. */
  channels: string[];
  since: number;
  language: string;
  notices: NoticeLevel;
  clinic?: string;
  followed: string[];
  asked: string[];
  answers: { clinic: string; startsAt: number; timeZone: string; answer: RsvpAnswer; companions: number }[];
  /** Of reports on works and money, and of relays: numbers alone. */
  /** Each with its place, in words. */
  roles: string[];
  folios: number[];
  relays: number[];
  needs: KeptOfPerson['needs'];
  votes: KeptOfPerson['votes'];
}

/** Each is one function of the domain with the person, the clock and the directory already filled in. */
export interface Services
  extends BallotServices,
    BroadcastServices,
    AttendanceServices,
    CallServices,
    CallsServices,
    DecidedServices,
    ElectionServices,
    EntryServices,
    CommitteeServices,
    ConcernServices,
    MinutesServices,
    NeedReviewServices,
    NeedsServices,
    OfficeServices,
    PaperCountServices,
    PosterServices,
    RelayServices,
    VoteServices,
    ResultServices,
    WorksServices {
  /** Finds the assembly of a clinic named, meant or remembered, and takes down that the person asked. */
  inquire(input: {
    text?: string;
    clinicId?: number;
    clues?: string;
    first?: boolean;
    own?: boolean;
  }): Promise<Inquiry>;
  findClinics(input: { text?: string; lat?: number; lng?: number; stateCode?: string }): Promise<ClinicsFound>;
  listStates(input: object): Promise<PlaceOption[]>;
  listMunicipalities(input: { stateCode: string }): Promise<PlaceOption[]>;
  listClinics(input: { stateCode: string; municipalityCode: string }): Promise<ClinicOption[]>;
  findPlaces(input: { text: string; stateCode?: string }): Promise<PlaceOption[]>;
  recordRsvp(input: {
    clinicId: number;
    assemblyId: number;
    revision: number;
    answer: RsvpAnswer;
    companions?: number;
  }): Promise<Rsvp>;
  requestDate(input: { clinicId: number }): Promise<void>;
  calendarFile(input: { assemblyId: number }): Promise<Attachment>;
  reportWrongDate(input: { assemblyId: number }): Promise<void>;
  reportMissingClinic(input: { text: string }): Promise<void>;
  myClinics(input: object): Promise<{ home?: ClinicOption; followed: ClinicOption[] }>;
  setHomeClinic(input: { clinicId: number }): Promise<ClinicOption>;
  followClinic(input: { clinicId: number }): Promise<ClinicOption>;
  unfollowClinic(input: { clinicId: number }): Promise<void>;
  setNotices(input: { level: NoticeLevel }): Promise<void>;
  noticeLevel(input: object): Promise<NoticeLevel>;
  languages(input: object): Promise<{ code: string; name: string }[]>;
  setLanguage(input: { language: string }): Promise<void>;
  personalData(input: object): Promise<PersonalData>;
  personalDataFile(input: object): Promise<Attachment>;
  deletePerson(input: object): Promise<void>;
  /** A code that links another channel; the one before it is good no more. */
  issueLinkCode(input: object): Promise<{ code: string; minutes: number }>;
  redeemLinkCode(input: { text: string }): Promise<LinkRedeemed>;
  /** Only for who has said that they are the same person. */
  previewLink(input: { proposal: number }): Promise<LinkPreview>;
  linkPeople(input: { proposal: number }): Promise<void>;
  /** `isAnother`: they are not the person whom the number was known for; the number is theirs now. */
  declineLink(input: { proposal: number; isAnother: boolean }): Promise<void>;
  postponeLinks(input: object): Promise<void>;
}

export type ServiceName = keyof Services;
