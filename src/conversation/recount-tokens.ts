/** By which a person is known again where they stay counted after having their data deleted. */

import { lookupsOf } from '../domain/people/identities.ts';
import type { Call, Premises } from './serve.ts';

/** One for each way that they are known by: they may come back by any. */
export function recountTokensOf({ vault }: Pick<Premises, 'vault'>, { tx, personId }: Pick<Call, 'tx' | 'personId'>) {
  return async (of: 'assembly' | 'need', id: number): Promise<string[]> => {
    const lookups = await lookupsOf(tx, personId);
    return lookups.map((lookup) => vault.lookup('recount', `${of} ${id}`, lookup));
  };
}
