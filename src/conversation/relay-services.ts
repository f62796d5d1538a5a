/** What flows may ask of relays: whether somebody answers, and what is said, ended, blocked and reported. */

import type { RelayTo } from '../../db/schema/committees.ts';
import { whoAnswers } from '../domain/committees/answering.ts';
import {
  blockRelay,
  endRelay,
  openRelay,
  type RelaySeen,
  reportRelay,
  writeRelay,
} from '../domain/committees/relays.ts';
import { Refusal } from '../domain/refusal.ts';
import { clinicFinder } from './clinic-finder.ts';
import type { Call, Premises } from './serve.ts';

export type RelayReach =
  | { found: 'no-clinic' }
  | {
      /** `blocked`: who could answer and who asks want no messages of one another. */
      found: 'one' | 'blocked' | 'nobody';
      clinicId: number;
      clinic: string;
      /** A facilitator could be written to instead. */
      facilitator: boolean;
    };

interface Meant {
  /** As typed; absent: the only one that is open. */
  number?: number;
}

export interface RelayServices {
  relayReach(input: { clinicId?: number; recipient: RelayTo }): Promise<RelayReach>;
  openRelay(input: { clinicId: number; recipient: RelayTo; text: string }): Promise<RelaySeen>;
  writeRelay(input: Meant & { text: string }): Promise<RelaySeen>;
  endRelay(input: Meant): Promise<RelaySeen>;
  blockRelay(input: Meant): Promise<RelaySeen>;
  reportRelay(input: Meant): Promise<RelaySeen>;
}

/** They write. */
export const relayCommands = ['openRelay', 'writeRelay', 'endRelay', 'blockRelay', 'reportRelay'] as const;

export function relayServices({ directory }: Premises, call: Call): RelayServices {
  const { tx, now, personId } = call;
  const finder = clinicFinder(directory.index);
  return {
    async relayReach({ clinicId = call.home, recipient }) {
      const clinic = clinicId === undefined ? undefined : finder.option(clinicId);
      if (!clinic) return { found: 'no-clinic' };
      const asked = { clinicId: clinic.id, personId, now };
      const { found } = await whoAnswers(tx, { ...asked, recipient });
      const other = await whoAnswers(tx, { ...asked, recipient: 'facilitator' });
      return {
        found,
        clinicId: clinic.id,
        clinic: clinic.name,
        facilitator: recipient === 'committee' && other.found === 'one',
      };
    },
    async openRelay(input) {
      if (!finder.option(input.clinicId)) throw new Refusal('unknown-clinic');
      return await openRelay(tx, { ...input, personId, now });
    },
    writeRelay: ({ number, text }) => writeRelay(tx, { personId, number, text, now }),
    endRelay: ({ number }) => endRelay(tx, { personId, number, now }),
    blockRelay: ({ number }) => blockRelay(tx, { personId, number, now }),
    async reportRelay({ number }) {
      const { told: _, ...relay } = await reportRelay(tx, { personId, number, now });
      return relay;
    },
  };
}
