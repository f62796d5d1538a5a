/** Neighbours of whom a test says only how they vote. */

import { and, eq } from 'drizzle-orm';
import { dayCodeHash, tokenWith } from '../../src/conversation/vote-keys.ts';
import { castBallot } from '../../src/domain/votes/casting.ts';
import type { World } from '../world.ts';

/** `BSIST000113 13 1,3 clave=7K3P`: thirteen new people of the clinic choose what is printed under 1 and 3; without the code, without proof. */
export async function castMany(world: World, line: string): Promise<void> {
  const { store, vault } = world;
  const now = world.clock();
  const [clues = '', voters, numbers = '', proof = ''] = line.split(' ');
  const dayCode = proof === '' ? undefined : dayCodeHash(vault, proof.replace('clave=', ''));
  await store.run(async (tx) => {
    const { people, clinics, votes, voteItems } = tx.tables;
    const [vote] = await tx.db
      .select({ id: votes.id, clinicId: votes.clinicId })
      .from(votes)
      .innerJoin(clinics, eq(clinics.id, votes.clinicId))
      .where(and(eq(clinics.clues, clues), eq(votes.status, 'open')));
    if (!vote) throw new Error(`No vote is open at ${clues}.`);
    const items = await tx.db.select().from(voteItems).where(eq(voteItems.voteId, vote.id));
    const chosen = numbers.split(',').map(Number);
    const choices = items.filter(({ number }) => chosen.includes(number)).map(({ id }) => id);
    for (let at = 0; at < Number(voters); at++) {
      const [person] = await tx.db
        .insert(people)
        .values({ createdAt: now, homeClinicId: vote.clinicId })
        .returning({ id: people.id });
      const personId = person?.id ?? 0;
      let ids = 0;
      const newId = () => 1_000_000_000 + 7_919 * personId + ++ids;
      const newReceipt = () => `CROWD${personId}`;
      const of = { voteId: vote.id, personId, choices, dayCode, now };
      await castBallot(tx, { ...of, tokenOf: tokenWith(vault), newReceipt, newId });
    }
  });
}
