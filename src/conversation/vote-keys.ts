/** The keyed hashes of a vote: which ballot is whose while it is open, and the code of the day. */

import type { Vault } from '../domain/people/vault.ts';
import type { TokenOf } from '../domain/votes/casting.ts';
import { readCode } from './codes.ts';

/** Without DATA_KEY and the vote's own key, which is wiped at the close, nobody can tell whose a ballot is. */
export function tokenWith(vault: Vault): TokenOf {
  return (tokenKey, personId) => vault.lookup('ballot', tokenKey, String(personId));
}

/** Of the code as it may have been typed. */
export function dayCodeHash(vault: Vault, code: string): string {
  return vault.lookup('day code', readCode(code));
}
