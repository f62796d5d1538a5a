/** The services about what won in a vote, once the assembly has decided it. */

import { decideItem, wonItems } from '../domain/works/won-items.ts';
import type { Call } from './serve.ts';

/** What won and is not taken down as decided, as a choice. */
export interface WonOption {
  itemId: number;
  title: string;
  cents: number;
}

export interface DecidedServices {
  /** Of the clinic's last vote of this year, in the order in which they won. */
  wonItems(input: { clinicId: number }): Promise<WonOption[]>;
  decideItems(input: { clinicId: number; itemIds: number[] }): Promise<{ titles: string[] }>;
}

/** They write. */
export const decidedCommands = ['decideItems'] as const;

export function decidedServices({ tx, now, personId }: Call): DecidedServices {
  return {
    async wonItems({ clinicId }) {
      const won = await wonItems(tx, { clinicId, personId, now });
      return won.map(({ itemId, title, costCents }) => ({ itemId, title, cents: costCents }));
    },
    async decideItems({ clinicId, itemIds }) {
      const titles: string[] = [];
      for (const itemId of itemIds) titles.push((await decideItem(tx, { clinicId, itemId, personId, now })).title);
      return { titles };
    },
  };
}
