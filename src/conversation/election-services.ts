/** The services about who was elected: the posts of the year, who was elected to which, and the codes for them. */

import type { ElectedHow } from '../../db/schema/minutes.ts';
import { minutesOf } from '../domain/assemblies/minutes.ts';
import { clinicById } from '../domain/clinics/clinics.ts';
import { addElected, type Elected, removeElected } from '../domain/committees/elected.ts';
import { type ElectedOffer, electedOffer, inviteElected, uninvited } from '../domain/committees/elected-offers.ts';
import {
  addSeat,
  LONGEST_SEAT,
  removeSeat,
  renameSeat,
  SEAT_ROLES,
  type Seat,
  type SeatRole,
  seatLists,
  seatsOf,
  takeSeats,
} from '../domain/committees/seats.ts';
import { deepLinks } from '../domain/deep-links.ts';
import { INVITATION_MS } from '../domain/invitations.ts';
import { Refusal } from '../domain/refusal.ts';
import { mustAt } from '../domain/roles.ts';
import { yearAt } from '../domain/works/year.ts';
import { newInvitationCode, readCode, shownCode } from './codes.ts';
import { listed, type Rows } from './minutes-services.ts';
import { qrImage } from './qr.ts';
import type { Attachment } from './reply.ts';
import type { Call, Premises } from './serve.ts';
import type { Text } from './text.ts';

export { LONGEST_SEAT, SEAT_ROLES, type Seat, type SeatRole };

/** The posts of a clinic's committee in the year of an assembly, or of today. */
export interface SeatsView {
  clinic: string;
  year: number;
  seats: Seat[];
  /** What a list can begin from while there is none: its name and how many posts it has. */
  lists: { name: string; posts: number }[];
}

/** Somebody who was elected and has no code yet, as a choice. */
export interface ElectedOption {
  electedId: number;
  label: string;
}

export interface ElectionView extends SeatsView {
  elected: number;
  uninvited: ElectedOption[];
}

interface Of {
  clinicId: number;
  assemblyId: number;
}
/** Without an assembly: of this year. */
interface OfList {
  clinicId: number;
  assemblyId?: number;
}

export interface ElectionServices {
  openElection(input: Of): Promise<ElectionView>;
  openSeats(input: OfList): Promise<SeatsView>;
  takeSeats(input: OfList & { list: string }): Promise<Seat[]>;
  addSeat(input: OfList & { name: string; role: SeatRole }): Promise<Seat[]>;
  renameSeat(input: OfList & { seatId: number; name: string }): Promise<Seat[]>;
  removeSeat(input: OfList & { seatId: number }): Promise<Seat[]>;
  /** `name` is empty where the person did not agree that it stands in the minutes. */
  addElected(
    input: Of & { seatId: number; how: ElectedHow; name: string },
  ): Promise<Rows & { electedId: number; offer: ElectedOffer }>;
  removeElected(input: Of): Promise<Rows>;
  offerElected(input: Of & { electedId: number }): Promise<ElectedOffer>;
  /** The code is told once: of it nothing but a keyed hash is kept. */
  inviteElected(
    input: Of & { electedId: number },
  ): Promise<{ post: string; code: string; links: string; image?: Attachment; days: number }>;
}

/** They write. */
export const electionCommands = [
  'takeSeats',
  'addSeat',
  'renameSeat',
  'removeSeat',
  'addElected',
  'removeElected',
  'inviteElected',
] as const;

const INVITATION_DAYS = INVITATION_MS / 86_400_000;

export function electionServices({ vault, random, localizer }: Premises, call: Call): ElectionServices {
  const { tx, now, personId } = call;
  const say = (text: Text) => localizer.text(call.language, text);

  async function yearOf({ clinicId, assemblyId }: OfList): Promise<number> {
    if (assemblyId === undefined) return await yearAt(tx, { clinicId, now });
    const { assembly } = await minutesOf(tx, { personId, clinicId, assemblyId, now });
    return Number(assembly.date.slice(0, 'YYYY'.length));
  }
  const ofYear = async (of: OfList) => ({ personId, now, clinicId: of.clinicId, year: await yearOf(of) });

  async function view(of: OfList): Promise<SeatsView> {
    const { clinicId } = of;
    await mustAt(tx, { personId, clinicId, now, action: 'minutes.make' });
    const clinic = await clinicById(tx, clinicId);
    if (!clinic) throw new Refusal('unknown-clinic');
    const year = await yearOf(of);
    const seats = await seatsOf(tx, { clinicId, year });
    const before = await seatsOf(tx, { clinicId, year: year - 1 });
    const lists = [
      ...(before.length > 0 ? [{ name: 'before', posts: before.length }] : []),
      ...seatLists().map((list) => ({ name: list.name, posts: list.seats.length })),
    ];
    return { clinic: clinic.name, year, seats, lists: seats.length > 0 ? [] : lists };
  }

  const readBack = (rows: readonly Elected[]) =>
    listed(
      rows.map(({ post, name, how }) => {
        const values = { post, name: name === '' ? say({ key: 'election:blank' }) : name };
        return say({ key: `election:line.${how}`, values });
      }),
    );

  return {
    async openElection(of) {
      const { elected } = await minutesOf(tx, { ...of, personId, now });
      const open = await uninvited(tx, { ...of, personId, now });
      const seen = new Map<string, number>();
      const options = open.map(({ id, post }) => {
        const count = (seen.get(post) ?? 0) + 1;
        seen.set(post, count);
        return { electedId: id, label: count === 1 ? post : `${post} ${count}` };
      });
      return { ...(await view(of)), elected: elected.length, uninvited: options };
    },
    openSeats: view,
    takeSeats: async ({ list, ...of }) => takeSeats(tx, { ...(await ofYear(of)), list }),
    addSeat: async ({ name, role, ...of }) => addSeat(tx, { ...(await ofYear(of)), name, role }),
    renameSeat: async ({ seatId, name, ...of }) => renameSeat(tx, { ...(await ofYear(of)), seatId, name }),
    removeSeat: async ({ seatId, ...of }) => removeSeat(tx, { ...(await ofYear(of)), seatId }),
    async addElected({ seatId, how, name, ...of }) {
      const seat = (await seatsOf(tx, await ofYear(of))).find(({ id }) => id === seatId);
      if (!seat) throw new Refusal('seat-gone');
      const asking = { ...of, personId, now };
      const all = await addElected(tx, { ...asking, post: seat.name, role: seat.role, how, name });
      const electedId = all.at(-1)?.id ?? 0;
      return { ...readBack(all), electedId, offer: await electedOffer(tx, { ...asking, electedId }) };
    },
    removeElected: async (of) => readBack(await removeElected(tx, { ...of, personId, now })),
    offerElected: (of) => electedOffer(tx, { ...of, personId, now }),
    async inviteElected(of) {
      const code = newInvitationCode(random);
      const lookup = vault.lookup('invitation', readCode(code));
      const { post } = await inviteElected(tx, { ...of, personId, now, lookup });
      const links = await deepLinks(tx, code, call.channel);
      // A picture for who sits beside them, most likely with the same app.
      const [first] = links;
      return {
        post,
        code: shownCode(code),
        links: links.join('\n'),
        image: first === undefined ? undefined : qrImage(first, say({ key: 'committee:qrName' })),
        days: INVITATION_DAYS,
      };
    },
  };
}
