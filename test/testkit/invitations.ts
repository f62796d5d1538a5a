/** Roles in a test, given as the operator gives them. */

import { eq } from 'drizzle-orm';
import type { Role } from '../../db/schema/tables.ts';
import { newInvitationCode } from '../../src/conversation/codes.ts';
import { INVITATION_MS, invite } from '../../src/domain/invitations.ts';
import type { World } from '../world.ts';

/** How many each world has seen: the same script has the same codes in every one. */
const made = new WeakMap<World, number>();

/** `president BSIST000113` or `facilitator --state 03`, after it `Vocal de Salud` as the name of the post: the code to type. */
export async function makeInvitation(world: World, offer: string): Promise<string> {
  const [, role = '', state, clues = '', post = ''] = /^(\w+) (?:--state (\d\d)|(\w+))(?: (.+))?$/.exec(offer) ?? [];
  const count = (made.get(world) ?? 0) + 1;
  made.set(world, count);
  let dice = count;
  const code = newInvitationCode(() => {
    dice = (dice * 16807 + 11) % 2147483647;
    return dice / 2147483647;
  });
  await world.store.run(async (tx) => {
    const { clinics } = tx.tables;
    const [clinic] = await tx.db.select({ id: clinics.id }).from(clinics).where(eq(clinics.clues, clues));
    await invite(tx, {
      role: role as Role,
      post,
      ...(state === undefined ? { clinicId: clinic?.id } : { stateCode: state }),
      invitedBy: null,
      lookup: world.vault.lookup('invitation', code),
      expiresAt: world.clock() + INVITATION_MS,
      now: world.clock(),
    });
  });
  return code;
}
