/** Who is on the network. */

import { jidDecode, type proto } from '@whiskeysockets/baileys';
import type { Companion } from './companion.ts';
import { MockUser, type UserOptions } from './user.ts';

export class Directory {
  readonly #users: MockUser[] = [];

  add(options: UserOptions): MockUser {
    const user = new MockUser(options);
    this.#users.push(user);
    return user;
  }

  /** By number or by LID, of whichever device. */
  find(jid: string): MockUser | undefined {
    const { user, server } = jidDecode(jid) ?? {};
    return this.#users.find(({ lidUser, phone }) => user === (server === 'lid' ? lidUser : phone));
  }

  /** The device that these credentials are of. */
  companion({ username, device }: proto.ClientPayload): Companion | undefined {
    const owner = this.#users.find(({ phone }) => phone === String(username));
    return owner?.companions.get(device ?? 0);
  }

  companions(): Companion[] {
    return this.#users.flatMap(({ companions }) => [...companions.values()]);
  }
}
