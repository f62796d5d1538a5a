/** The channel as the program runs it, on the file of its account. */

import { openAuthStore, type Sealer } from './auth-store.ts';
import { showPairing } from './show-pairing.ts';
import { createWhatsappWeb, type WhatsappWeb } from './whatsapp-web.ts';

interface Settings {
  url?: string;
  /** See `createWhatsappWeb`. */
  pairWith?: string;
  authFile: string;
  /** Most notices in 24 hours. */
  perDay: number;
  /** Milliseconds between two notices, at random from the first to the second. */
  gapMs: readonly [number, number];
}

/** Throws where another process holds the account, or its file cannot be read. */
export function openWhatsappWeb({ url, pairWith, authFile, perDay, gapMs }: Settings, sealer: Sealer): WhatsappWeb {
  const store = openAuthStore(authFile, sealer);
  return createWhatsappWeb({ store, url, pairWith, pace: { gapMs, perDay }, onPairing: showPairing });
}
