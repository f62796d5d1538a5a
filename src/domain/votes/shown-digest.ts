/** The digest of a published vote as it is told to people. */

import { LEAST_DIGEST } from './verification.ts';

/** As much of it as `verify-vote` takes for it, in fours. */
export function shownDigest(digest: string): string {
  return (digest.slice(0, LEAST_DIGEST).match(/.{1,4}/g) ?? []).join(' ');
}
