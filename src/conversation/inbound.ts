/** What a person sends, the same for every channel. */

import type { IdentifierKind } from '../../db/schema/tables.ts';

export type ChannelName = 'telegram' | 'whatsapp-web' | 'whatsapp-cloud' | 'simulator';

/** How a channel knows a person. `value` is the platform's own identifier, never a display name. */
export interface Identifier {
  kind: IdentifierKind;
  /** In one form only, so that the same person is found again. */
  value: string;
  /** What is written to, where the platform wants another form than the one that is looked up. */
  address?: string;
}

export type Content =
  | { type: 'text'; text: string }
  /** A tap: `<turn>:<index>` of the question that offered it. */
  | { type: 'choice'; id: string }
  /** WGS84 degrees. */
  | { type: 'location'; lat: number; lng: number }
  | { type: 'photo'; mime: string; data: Uint8Array }
  | { type: 'document'; name: string; mime: string; data: Uint8Array }
  /** A telephone as the platform gave it; only the sender's own, the adapter drops the others. */
  | { type: 'contact'; phone: string }
  /** The code behind a deep link or QR; empty when the person pressed "start" without one. */
  | { type: 'start'; code: string }
  | { type: 'unsupported'; what: 'voice' | 'sticker' | 'other' };

export interface Inbound {
  channel: ChannelName;
  /** The bot's own account on the channel: a Telegram bot id, a telephone. */
  account: string;
  /** Every identifier the message carries, strongest first; the answer goes to the first. */
  from: readonly [Identifier, ...Identifier[]];
  /** The platform's id, unique for this sender and account: a second arrival has no second effect. */
  messageId: string;
  content: Content;
}
