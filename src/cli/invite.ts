/** Invitations to roles, and the roles that are held: `invite`, `roles`, `revoke`. */

import { randomInt } from 'node:crypto';
import { and, asc, eq, gt, isNull, or } from 'drizzle-orm';
import type { Role } from '../../db/schema/tables.ts';
import type { Store, Tx } from '../../db/unit-of-work.ts';
import { loadConfig } from '../config.ts';
import { newInvitationCode, shownCode } from '../conversation/codes.ts';
import { openVault } from '../data-key.ts';
import { deepLinks } from '../domain/deep-links.ts';
import { endRole, INVITATION_MS, invite } from '../domain/invitations.ts';
import { withdraw } from '../domain/open-invitations.ts';
import { holdersAt, isSingle } from '../domain/roles.ts';
import type { Context } from './command.ts';
import { OperatorError } from './operator-error.ts';

/** Those that are given by the operator; a helper's code of the day is made in the chat. */
export const INVITABLE = ['facilitator', 'president', 'treasurer', 'secretary', 'member', 'oversight'] as const;

const DAY_MS = 86_400_000;

export interface InviteOptions {
  clinic?: string;
  state?: string;
  /** What the clinic calls the post. */
  post?: string;
  /** For how many days the code is good. */
  days?: string;
  json?: boolean;
}

/** Makes an invitation and prints its code alone on the last line. */
export async function inviteTo({ store, now }: Context, role: string, options: InviteOptions): Promise<number> {
  const wanted = INVITABLE.find((each) => each === role);
  if (!wanted) throw new OperatorError(`There is no role ${role}: ${INVITABLE.join(', ')}.`);
  const place = await placeOf(store, wanted, options);
  const vault = await openVault(store, loadConfig(process.env).databaseUrl, loadConfig(process.env).dataKey);
  const code = newInvitationCode(() => randomInt(2 ** 47) / 2 ** 47);
  const lookup = vault.lookup('invitation', code);
  const expiresAt = now + lifetime(options.days);
  const isHeld = await store.run((tx) => heldAlready(tx, { ...place.at, role: wanted, now }));
  const offer = { role: wanted, post: options.post, ...place.at, invitedBy: null, lookup, expiresAt, now };
  const id = await store.run((tx) => invite(tx, offer));
  const links = await store.run((tx) => deepLinks(tx, code));
  if (options.json) {
    const { name: where } = place;
    console.log(JSON.stringify({ id, role, where, code, links, isHeld, expiresAt: new Date(expiresAt).toISOString() }));
    return 0;
  }
  console.log(`Invitation ${id}: ${role} of ${place.name}, once, until ${new Date(expiresAt).toISOString()}.`);
  if (isHeld)
    console.log(`Somebody is ${role} there already and stays so: to end that, see the commands roles and revoke.`);
  console.log('Give this code to that person alone; they type it in the chat with the bot.');
  for (const link of links) console.log(`${link}\n${await qr(link)}`);
  console.log(shownCode(code).replace(' ', ''));
  return 0;
}

/** A post of which a clinic has one as a rule. */
async function heldAlready(
  tx: Tx,
  { role, clinicId, now }: { role: Role; clinicId?: number; now: number },
): Promise<boolean> {
  if (clinicId === undefined || !isSingle(role)) return false;
  return (await holdersAt(tx, { clinicId, roles: [role], now })).length > 0;
}

/** To be photographed from the screen. */
async function qr(link: string): Promise<string> {
  const { default: qrcode } = await import('qrcode');
  return await qrcode.toString(link, { type: 'terminal', small: true });
}

function lifetime(days: string | undefined): number {
  if (days === undefined) return INVITATION_MS;
  const wanted = Number(days);
  if (!Number.isInteger(wanted) || wanted < 1 || wanted > 365) {
    throw new OperatorError('--days is a whole number from 1 to 365.');
  }
  return wanted * DAY_MS;
}

async function placeOf(store: Store, role: Role, { clinic, state }: InviteOptions) {
  if ((clinic === undefined) === (state === undefined)) {
    throw new OperatorError('Say where: --clinic CLUES, or --state NN for a facilitator of a whole state.');
  }
  if (state !== undefined && role !== 'facilitator') {
    throw new OperatorError(`A ${role} belongs to one clinic: --clinic CLUES instead of --state.`);
  }
  const code = state?.padStart(2, '0');
  const [row] = await store.run(({ db, tables: { clinics } }) =>
    db
      .select({ id: clinics.id, name: clinics.name, state: clinics.state })
      .from(clinics)
      .where(code === undefined ? eq(clinics.clues, (clinic ?? '').toUpperCase()) : eq(clinics.stateCode, code))
      .limit(1),
  );
  if (!row) {
    throw new OperatorError(
      code === undefined
        ? `No clinic of the directory has the CLUES ${clinic}.`
        : `No clinic of the directory is in a state ${state}: two digits, 01 to 32.`,
    );
  }
  return code === undefined
    ? { at: { clinicId: row.id }, name: row.name }
    : { at: { stateCode: code }, name: row.state };
}

/** Prints who holds which role, and the invitations that are open; never who they are. */
export async function listRoles(
  { store, now }: Context,
  options: { clinic?: string; json?: boolean },
): Promise<number> {
  const { held, open } = await store.run(async ({ db, tables: { roles, invitations, clinics } }) => {
    const of = options.clinic === undefined ? undefined : eq(clinics.clues, options.clinic.toUpperCase());
    const what = { clues: clinics.clues, clinic: clinics.name };
    const { id, role, post, stateCode, grantedAt } = roles;
    return {
      held: await db
        .select({ id, role, post, state: stateCode, since: grantedAt, ...what })
        .from(roles)
        .leftJoin(clinics, eq(clinics.id, roles.clinicId))
        .where(and(or(isNull(roles.endsAt), gt(roles.endsAt, now)), of))
        .orderBy(asc(roles.id)),
      open: await db
        .select({
          id: invitations.id,
          role: invitations.role,
          post: invitations.post,
          state: invitations.stateCode,
          until: invitations.expiresAt,
          ...what,
        })
        .from(invitations)
        .leftJoin(clinics, eq(clinics.id, invitations.clinicId))
        .where(and(isNull(invitations.closedAt), gt(invitations.expiresAt, now), of))
        .orderBy(asc(invitations.id)),
    };
  });
  if (options.json) {
    console.log(JSON.stringify({ roles: held, invitations: open }));
    return 0;
  }
  const line = ({ id, role, post, clues, clinic, state }: Omit<(typeof held)[number], 'since'>) =>
    `${id}  ${role}${post === '' ? '' : ` (${post})`}  ${clues === null ? `state ${state}` : `${clues} ${clinic}`}`;
  for (const each of held) console.log(`role        ${line(each)}`);
  for (const each of open) console.log(`invitation  ${line(each)}, until ${new Date(each.until).toISOString()}`);
  if (held.length + open.length === 0) console.log('Nobody holds a role there, and no invitation is open.');
  return 0;
}

/** Ends a role, or takes an invitation back. */
export async function revoke({ store, now }: Context, id: string, options: { invitation?: boolean }): Promise<number> {
  const number = Number(id);
  if (!Number.isInteger(number)) throw new OperatorError(`${id} is no number: see the command roles.`);
  const done = await store.run((tx) =>
    options.invitation ? withdraw(tx, { id: number, by: null, now }) : endRole(tx, { roleId: number, by: null, now }),
  );
  if (!done) throw new OperatorError(`There is no open ${options.invitation ? 'invitation' : 'role'} ${id}.`);
  console.log(options.invitation ? 'The invitation is good no more.' : 'The role has ended.');
  return 0;
}
