/** What the simulator's room needs of the program, over its database. */

import type { Store } from '../../db/unit-of-work.ts';
import type { Reply } from '../conversation/reply.ts';
import { type SentMessage, sentMessage, sentTo } from '../domain/notices/sent.ts';
import type { Vault } from '../domain/people/vault.ts';
import type { SimulatorDoor } from './simulator.ts';

export interface DoorOptions {
  account: string;
  receive: SimulatorDoor['receive'];
  store: Store;
  vault: Vault;
  /** Puts what was sent into words. */
  wording: (sent: SentMessage) => { reply: Reply };
}

export function simulatorDoor({ account, receive, store, vault, wording }: DoorOptions): SimulatorDoor {
  const channel = 'simulator';
  return {
    account,
    receive,
    async sentTo(name, after) {
      const lookup = vault.lookup(channel, account, 'sim_user', name);
      const rows = await store.run((tx) => sentTo(tx, { lookup, channel, after }));
      return rows.map((row) => ({ id: row.id, reply: wording(row).reply }));
    },
    async sent(id) {
      const row = await store.run((tx) => sentMessage(tx, { id, channel }));
      return row && wording(row).reply;
    },
  };
}
