/** What flows may ask about roles: taking one that was offered, and what the writer may do where. */

import type { Role } from '../../db/schema/tables.ts';
import { type InvitationRedeemed, redeemInvitation } from '../domain/invitations.ts';
import { type Action, allows, type Held, rolesOf } from '../domain/roles.ts';
import { clinicFinder } from './clinic-finder.ts';
import { readCode } from './codes.ts';
import type { Call, Premises } from './serve.ts';
import type { ClinicOption } from './services.ts';
import type { RoleWord } from './understanding/intent.ts';

/** What became of an invitation code that was typed. */
export type RoleTaken =
  /** `held`: they had that role already; `spends`: they cannot watch over money that they spend, or did of late. */
  | { outcome: 'granted' | 'held' | 'spends'; role: Role; post: string; clinic?: ClinicOption; state?: string }
  | { outcome: 'wrong'; left: number }
  | { outcome: 'paused'; minutes: number };

/** Where a word of a role leads. */
export type OfficeEntry =
  /** They hold no role at all. */
  | { found: 'none' }
  /** None of their roles does this. */
  | { found: 'not-allowed' }
  /** `watches`: they take photos down there. */
  | { found: 'one'; clinic: ClinicOption; words: RoleWord[]; watches: boolean }
  /** They do it at several and have named none: it is of no single clinic, or they are asked. */
  | ({ found: 'several' } & Several)
  /** What they named is no clinic of theirs. */
  | ({ found: 'elsewhere' } & Several);

interface Several {
  clinics: ClinicOption[];
  total: number;
  /** What they do at any of them. */
  words: RoleWord[];
}

export interface OfficeServices {
  redeemInvitation(input: { text: string }): Promise<RoleTaken>;
  /** `text` may name a clinic; `clinicId` is one that was chosen. */
  officeEntry(input: { word?: RoleWord; text?: string; clinicId?: number }): Promise<OfficeEntry>;
}

/** What each word does: whoever may do one of these may use it. */
const actionsOf: Readonly<Record<RoleWord, readonly Action[]>> = {
  call: ['assembly.call', 'assembly.confirm'],
  notice: ['notice.send', 'notice.release'],
  attendance: ['rsvp.count'],
  entry: ['attendance.mark'],
  ballot: ['vote.prepare'],
  'need-review': ['need.review'],
  diagnosis: ['need.diagnose'],
  inform: ['work.report', 'work.decide', 'money.enter'],
  minutes: ['minutes.make'],
  poster: ['minutes.make', 'assembly.call'],
  paper: ['vote.count-paper'],
  panel: ['rsvp.count'],
};
const words = Object.keys(actionsOf) as RoleWord[];

const MINUTE_MS = 60_000;
/** As many as a person can be expected to read through, page by page. */
const MOST_CLINICS = 21;

/** They write. */
export const officeCommands = ['redeemInvitation'] as const;

export function officeServices({ vault, directory }: Premises, call: Call): OfficeServices {
  const { tx, now, personId } = call;
  const finder = clinicFinder(directory.index);

  const does = (role: Role, word: RoleWord) => actionsOf[word].some((action) => allows(role, action));
  const covers = (held: readonly Held[], id: number) => {
    const state = directory.index.byId(id)?.stateCode;
    return held.filter(({ clinicId, stateCode }) => clinicId === id || (stateCode !== null && stateCode === state));
  };

  return {
    async redeemInvitation({ text }) {
      const lookup = vault.lookup('invitation', readCode(text));
      const redeemed: InvitationRedeemed = await redeemInvitation(tx, { personId, lookup, now });
      if (redeemed.outcome === 'paused') {
        return { outcome: 'paused', minutes: Math.ceil((redeemed.until - now) / MINUTE_MS) };
      }
      if (redeemed.outcome === 'wrong') return redeemed;
      const { outcome, role, post, clinicId, stateCode } = redeemed;
      call.office ||= outcome !== 'spends';
      if (outcome !== 'spends' && clinicId !== null && role !== 'facilitator') call.home ??= clinicId;
      return {
        outcome,
        role,
        post,
        clinic: clinicId === null ? undefined : finder.option(clinicId),
        state: finder.states().find(({ code }) => code === stateCode)?.name,
      };
    },

    async officeEntry({ word, text, clinicId }) {
      const all = await rolesOf(tx, { personId, now });
      if (all.length === 0) return { found: 'none' };
      const held = word === undefined ? all : all.filter(({ role }) => does(role, word));
      if (held.length === 0) return { found: 'not-allowed' };
      const here = (clinic: ClinicOption): OfficeEntry => {
        const mine = covers(all, clinic.id);
        return {
          found: 'one',
          clinic,
          words: words.filter((each) => mine.some(({ role }) => does(role, each))),
          watches: mine.some(({ role }) => allows(role, 'photo.take-down')),
        };
      };
      const isMine = ({ id }: ClinicOption) => covers(held, id).length > 0;
      const ids = [...new Set(held.flatMap((each) => each.clinicId ?? []))];
      const states = [...new Set(held.flatMap(({ stateCode }) => stateCode ?? []))];
      const mine = ids.flatMap((id) => finder.option(id) ?? []);

      const chosen = clinicId === undefined ? undefined : finder.option(clinicId);
      if (chosen && isMine(chosen)) return here(chosen);
      const [only] = mine;
      if (only && mine.length === 1 && states.length === 0) {
        const isOther = word === 'attendance' && text !== undefined && finder.namesAnother(text, only.id);
        return isOther ? { found: 'elsewhere', clinics: [only], total: 1, words: [] } : here(only);
      }
      const able = words.filter((each) => held.some(({ role }) => does(role, each)));
      const several = { clinics: mine.slice(0, MOST_CLINICS), total: mine.length, words: able };
      if (!text) return { found: 'several', ...several };
      const named = finder.byText(text);
      if (named.found === 'one') return isMine(named.clinic) ? here(named.clinic) : { found: 'elsewhere', ...several };
      const options = 'clinics' in named ? named.clinics.filter(isMine) : [];
      const [best] = options;
      if (!best) return { found: 'elsewhere', ...several };
      return options.length === 1 && named.found !== 'near'
        ? here(best)
        : { found: 'several', clinics: options, total: options.length, words: able };
    },
  };
}
