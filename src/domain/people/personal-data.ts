/** Everything that is kept of one person, for that person. */

import { and, asc, eq, inArray, or } from 'drizzle-orm';
import type { NoticeLevel, Role, RsvpAnswer } from '../../../db/schema/tables.ts';
import type { VoterStatus } from '../../../db/schema/votes.ts';
import type { Tx } from '../../../db/unit-of-work.ts';
import { followedClinics } from './people.ts';

export interface KeptOfPerson {
  /** Where they have a conversation, the oldest first. */
  channels: string[];
  createdAt: number;
  language: string | null;
  notices: NoticeLevel;
  home?: string;
  followed: string[];
  /** Clinics whose assembly they asked for. */
  asked: string[];
  answers: { clinic: string; startsAt: number; timeZone: string; answer: RsvpAnswer; companions: number }[];
  /** Held now or once, and where: a clinic, or a state of facilitators. `name` is the one that all may see, if any. */
  roles: { role: Role; post: string; where: string; name: string }[];
  /** The folios of what they reported of works or money, as long as anything says that it was them. */
  folios: number[];
  /** The numbers of the relays in which they write, or wrote. */
  relays: number[];
  /** What they asked for or support, with what they added in own words. */
  needs: { title: string; detail: string }[];
  /** That they voted, or began to: never what they chose. `isOpen`: it can still be changed. */
  votes: { clinic: string; closesAt: number; timeZone: string; status: VoterStatus; isOpen: boolean }[];
}

export async function keptOfPerson(tx: Tx, personId: number): Promise<KeptOfPerson> {
  const { people, clinics, rsvps, assemblies, inquiries, conversations } = tx.tables;
  const [person] = await tx.db
    .select({ createdAt: people.createdAt, language: people.language, notices: people.notices, home: clinics.name })
    .from(people)
    .leftJoin(clinics, eq(clinics.id, people.homeClinicId))
    .where(eq(people.id, personId));
  if (!person) throw new Error('There is no such person.');
  const places = await tx.db
    .select({ channel: conversations.channel })
    .from(conversations)
    .where(eq(conversations.personId, personId))
    .orderBy(asc(conversations.id));
  const asked = await tx.db
    .select({ name: clinics.name })
    .from(inquiries)
    .innerJoin(clinics, eq(clinics.id, inquiries.clinicId))
    .where(eq(inquiries.personId, personId))
    .orderBy(asc(clinics.name));
  const answers = await tx.db
    .select({
      clinic: clinics.name,
      startsAt: assemblies.startsAt,
      timeZone: clinics.timeZone,
      answer: rsvps.answer,
      companions: rsvps.companions,
    })
    .from(rsvps)
    .innerJoin(assemblies, eq(assemblies.id, rsvps.assemblyId))
    .innerJoin(clinics, eq(clinics.id, assemblies.clinicId))
    .where(eq(rsvps.personId, personId))
    .orderBy(asc(assemblies.startsAt));
  const { concerns, relays } = tx.tables;
  const reported = await tx.db
    .select({ id: concerns.id })
    .from(concerns)
    .where(eq(concerns.personId, personId))
    .orderBy(asc(concerns.id));
  const talked = await tx.db
    .select({ id: relays.id })
    .from(relays)
    .where(or(eq(relays.personId, personId), eq(relays.memberPersonId, personId)))
    .orderBy(asc(relays.id));
  const { roles } = tx.tables;
  const held = await tx.db
    .select({
      role: roles.role,
      post: roles.post,
      clinic: clinics.name,
      stateCode: roles.stateCode,
      name: roles.publicName,
    })
    .from(roles)
    .leftJoin(clinics, eq(clinics.id, roles.clinicId))
    .where(eq(roles.personId, personId))
    .orderBy(asc(roles.id));
  const followed = await followedClinics(tx, personId);
  return {
    channels: [...new Set(places.map(({ channel }) => channel))],
    createdAt: person.createdAt,
    language: person.language,
    notices: person.notices,
    home: person.home ?? undefined,
    followed: followed.map(({ name }) => name),
    asked: asked.map(({ name }) => name),
    answers,
    roles: held.map(({ clinic, stateCode, ...each }) => ({ ...each, where: clinic ?? stateCode ?? '' })),
    folios: reported.map(({ id }) => id),
    relays: talked.map(({ id }) => id),
    needs: await needsOf(tx, personId),
    votes: await votesOf(tx, personId),
  };
}

async function needsOf(tx: Tx, personId: number): Promise<KeptOfPerson['needs']> {
  const { needs, needSupports } = tx.tables;
  const mine = and(eq(needSupports.needId, needs.id), eq(needSupports.personId, personId));
  const rows = await tx.db
    .select({ title: needs.title, detail: needSupports.detail })
    .from(needs)
    .leftJoin(needSupports, mine)
    .where(or(eq(needs.personId, personId), eq(needSupports.personId, personId)))
    .orderBy(asc(needs.id));
  return rows.map(({ title, detail }) => ({ title, detail: detail ?? '' }));
}

async function votesOf(tx: Tx, personId: number): Promise<KeptOfPerson['votes']> {
  const { voters, votes, clinics } = tx.tables;
  const rows = await tx.db
    .select({
      clinic: clinics.name,
      timeZone: clinics.timeZone,
      closesAt: votes.closesAt,
      status: voters.status,
      vote: votes.status,
    })
    .from(voters)
    .innerJoin(votes, eq(votes.id, voters.voteId))
    .innerJoin(clinics, eq(clinics.id, votes.clinicId))
    .where(and(eq(voters.personId, personId), inArray(votes.status, ['open', 'closed'])))
    .orderBy(asc(votes.closesAt));
  return rows.map(({ vote, closesAt, ...row }) => ({ ...row, closesAt: closesAt ?? 0, isOpen: vote === 'open' }));
}
