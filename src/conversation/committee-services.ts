/** What flows may ask about a clinic's committee, and what its members may do about their own posts. */

import type { Role } from '../../db/schema/tables.ts';
import { clinicById } from '../domain/clinics/clinics.ts';
import {
  appoint,
  appointmentsOf,
  endAppointment,
  MOST_POST,
  withdrawOffer,
} from '../domain/committees/appointments.ts';
import { committeeOf, MOST_NAME, type Post, setOnDuty, setPublicName } from '../domain/committees/committee.ts';
import { recordOf } from '../domain/committees/record.ts';
import { deepLinks } from '../domain/deep-links.ts';
import { INVITATION_MS } from '../domain/invitations.ts';
import { openInvitations } from '../domain/open-invitations.ts';
import { holdersAt, rolesOf } from '../domain/roles.ts';
import { clinicFinder } from './clinic-finder.ts';
import { newInvitationCode, readCode, shownCode } from './codes.ts';
import { postLabels } from './post-labels.ts';
import { qrImage } from './qr.ts';
import { recordFile, recordLines } from './record-lines.ts';
import type { Attachment } from './reply.ts';
import type { Call, Premises } from './serve.ts';
import type { Text } from './text.ts';

/** A post as a choice. */
export interface PostOption {
  roleId: number;
  role: Role;
  /** What the clinic calls it; empty: the role's own name. */
  post: string;
  label: string;
  /** The name that its holder shows, if they do. */
  name: string;
}

export type CommitteeFound =
  | { found: 'no-clinic' }
  | {
      found: 'committee';
      clinicId: number;
      clinic: string;
      /** A line each; empty where nobody has a post yet. */
      posts: string;
      all: PostOption[];
      /** Those of who asks, a line each; empty: they have none here. */
      mine: string;
      /** The name that who asks shows; empty: none. */
      name: string;
      /** Who answers; empty: whoever leads. */
      onDuty: string;
      /** They may offer or end posts here, or take an offer back. */
      appoints: boolean;
      /** They have roles that are no posts of this committee. */
      otherRoles: boolean;
      /** The clinic has a facilitator in this chat. */
      facilitated: boolean;
    };

export interface PostHeld extends PostOption {
  mayHandOver: boolean;
}

/** A code that nobody has used yet, as a choice. */
export interface OpenCode {
  id: number;
  /** The post that it gives. */
  label: string;
  /** Until when. */
  hint: string;
}

/** A role that somebody holds, as a choice. */
export interface RoleOption {
  roleId: number;
  label: string;
  /** The clinic, or the state. */
  where: string;
}

export interface CommitteeServices {
  /** `text` may name the clinic. */
  committee(input: { clinicId?: number; text?: string }): Promise<CommitteeFound>;
  /** An empty name is shown no more. */
  showName(input: { clinicId: number; name: string }): Promise<void>;
  /** Without a post: whoever leads. */
  putOnDuty(input: { clinicId: number; roleId?: number }): Promise<void>;
  myRecord(input: object): Promise<{ lines: string }>;
  myRecordFile(input: object): Promise<Attachment>;
  appointments(input: {
    clinicId: number;
  }): Promise<{ clinic: string; offers: Role[]; held: PostHeld[]; codes: OpenCode[] }>;
  /** The code is told once: of it nothing but a keyed hash is kept. */
  offerPost(input: {
    clinicId: number;
    role: Role;
    post: string;
    replaces?: number;
  }): Promise<{ code: string; links: string; image?: Attachment; days: number }>;
  withdrawOffer(input: { id: number }): Promise<void>;
  endPost(input: { roleId: number }): Promise<void>;
  myRoles(input: object): Promise<RoleOption[]>;
}

/** No name of a person or of a post is longer. */
export const LONGEST_NAME = MOST_NAME;
export const LONGEST_POST = MOST_POST;

/** They write. */
export const committeeCommands = ['showName', 'putOnDuty', 'offerPost', 'withdrawOffer', 'endPost'] as const;

const LAST = 10;
const INVITATION_DAYS = INVITATION_MS / 86_400_000;

export function committeeServices({ vault, random, localizer, directory }: Premises, call: Call): CommitteeServices {
  const { tx, now, personId } = call;
  const say = (text: Text) => localizer.text(call.language, text);
  const finder = clinicFinder(directory.index);

  const options = (posts: readonly Post[]): PostOption[] => {
    const labels = postLabels(posts, say);
    return posts.map(({ roleId, role, post, name }, index) => ({
      roleId,
      role,
      post,
      name,
      label: labels[index] ?? '',
    }));
  };
  const line = ({ label, name }: PostOption) =>
    say(
      name === ''
        ? { key: 'committee:line', values: { post: label } }
        : { key: 'committee:lineNamed', values: { post: label, name } },
    );

  return {
    async committee({ clinicId = call.home, text = '' }) {
      const named = text === '' ? undefined : finder.byText(text);
      if (named?.found === 'one') clinicId = named.clinic.id;
      else if (named && named.found !== 'none') return { found: 'no-clinic' };
      const clinic = clinicId === undefined ? undefined : finder.option(clinicId);
      if (!clinic) return { found: 'no-clinic' };
      const posts = await committeeOf(tx, { clinicId: clinic.id, now });
      const all = options(posts);
      const own = new Set(posts.filter((post) => post.personId === personId).map(({ roleId }) => roleId));
      const mine = all.filter(({ roleId }) => own.has(roleId));
      const onDuty = posts.findIndex((post) => post.onDuty);
      const { offers, held } = await appointmentsOf(tx, { personId, clinicId: clinic.id, now });
      const facilitators = await holdersAt(tx, { clinicId: clinic.id, roles: ['facilitator'], now });
      return {
        found: 'committee',
        clinicId: clinic.id,
        clinic: clinic.name,
        posts: all.map(line).join('\n'),
        all: mine.length > 0 ? all : [],
        mine: mine.map(({ label }) => say({ key: 'committee:line', values: { post: label } })).join('\n'),
        name: mine[0]?.name ?? '',
        onDuty: all[onDuty]?.label ?? '',
        appoints: offers.length > 0 || held.length > 0,
        otherRoles: (await rolesOf(tx, { personId, now })).some(({ id }) => !own.has(id)),
        facilitated: facilitators.some((each) => each.personId !== personId),
      };
    },
    showName: ({ clinicId, name }) => setPublicName(tx, { personId, clinicId, name, now }),
    putOnDuty: ({ clinicId, roleId }) => setOnDuty(tx, { personId, clinicId, roleId, now }),
    async myRecord() {
      return { lines: recordLines(await recordOf(tx, { personId, last: LAST }), say).join('\n') };
    },
    myRecordFile: async () => recordFile(await recordOf(tx, { personId }), say),
    async appointments({ clinicId }) {
      const { offers, held } = await appointmentsOf(tx, { personId, clinicId, now });
      const labelled = options(held);
      const open = await openInvitations(tx, { personId, clinicId, now });
      const labels = postLabels(open, say);
      const timeZone = (await clinicById(tx, clinicId))?.timeZone ?? 'UTC';
      return {
        clinic: finder.option(clinicId)?.name ?? '',
        offers,
        held: held.flatMap(({ mayHandOver }, index) => {
          const option = labelled[index];
          return option ? [{ ...option, mayHandOver }] : [];
        }),
        codes: open.map(({ id, expiresAt }, index) => ({
          id,
          label: labels[index] ?? '',
          hint: say({ key: 'appointments:until', values: { when: { at: expiresAt, timeZone, as: 'date' } } }),
        })),
      };
    },
    async offerPost({ clinicId, role, post, replaces }) {
      const code = newInvitationCode(random);
      const lookup = vault.lookup('invitation', readCode(code));
      await appoint(tx, { personId, clinicId, role, post, replaces, lookup, now });
      const links = await deepLinks(tx, code, call.channel);
      // A picture for who sits beside them, most likely with the same app.
      const [first] = links;
      return {
        code: shownCode(code),
        links: links.join('\n'),
        image: first === undefined ? undefined : qrImage(first, say({ key: 'committee:qrName' })),
        days: INVITATION_DAYS,
      };
    },
    withdrawOffer: ({ id }) => withdrawOffer(tx, { id, personId, now }),
    async myRoles() {
      const held = await rolesOf(tx, { personId, now });
      const labels = postLabels(held, say);
      const states = finder.states();
      return held.map(({ id, clinicId, stateCode }, index) => ({
        roleId: id,
        label: labels[index] ?? '',
        where:
          (clinicId === null ? states.find(({ code }) => code === stateCode)?.name : finder.option(clinicId)?.name) ??
          '',
      }));
    },
    endPost: ({ roleId }) => endAppointment(tx, { roleId, personId, now }),
  };
}
