/** What pairing gave and the keys of conversations, as one socket uses them. */

import type { AuthenticationState } from '@whiskeysockets/baileys';
import type { AuthStore } from './auth-store.ts';

interface SocketKeys {
  state: AuthenticationState;
  /** Never throws: nobody awaits what listens for changes. */
  saveCreds(): void;
}

/**
 * Throws if they cannot be read. The first failure afterwards is told, and then they are out of use: a socket that is
 * given up must not write over what the next one stores.
 */
export function keysFor(store: AuthStore, onFailure: (error: unknown) => void): SocketKeys {
  const { creds, keys } = store.load();
  let failed = false;
  function fail(error: unknown): void {
    if (failed) return;
    failed = true;
    onFailure(error);
  }
  async function guard<T>(work: () => T): Promise<Awaited<T>> {
    if (failed) throw new Error('This socket has been given up.');
    try {
      return await work();
    } catch (error) {
      fail(error);
      throw error;
    }
  }
  return {
    state: {
      creds,
      keys: { get: (type, ids) => guard(() => keys.get(type, ids)), set: (data) => guard(() => keys.set(data)) },
    },
    saveCreds() {
      if (failed) return;
      try {
        store.saveCreds(creds);
      } catch (error) {
        fail(error);
      }
    },
  };
}
