/** The port behind which every channel stands. */

import type { ChannelName, Inbound } from '../conversation/inbound.ts';
import type { Reply } from '../conversation/reply.ts';

/** What became of one send. The same closed union for all channels; delivery decides what follows from it. */
export type SendResult =
  /** The platform took it; `ref` is its id for the message. */
  | { outcome: 'sent'; ref: string }
  /** Not taken, worth trying again, not before `afterMs` where the platform said so. */
  | { outcome: 'retry'; afterMs?: number; reason: string }
  /** Only an approved template may be sent now. */
  | { outcome: 'needs-template' }
  /** This person cannot be reached until they write again: blocked, gone, never began. */
  | { outcome: 'unreachable'; reason: string }
  /** The platform will never take this message. */
  | { outcome: 'rejected'; reason: string }
  /** The whole channel is out: bad token, banned account. */
  | { outcome: 'channel-down'; reason: string }
  /** It may or may not have been sent: the line broke after the request left. Never repeated blindly. */
  | { outcome: 'unconfirmed'; reason: string };

/** What a channel may ask of the program. */
export interface ChannelHost {
  /** Resolves once the turn is committed: only then may the channel acknowledge the message. Rejects if it is not stored. */
  onInbound(inbound: Inbound): Promise<void>;
  /** The person cannot be reached, or can be again (blocked the bot, unblocked it). */
  onReach(from: Inbound['from'][0], reachable: boolean): Promise<void>;
  /** For the operator; never holds personal data. */
  onAlarm(alarm: { channel: ChannelName; message: string; cause?: unknown }): void;
}

export interface Channel {
  readonly name: ChannelName;
  /** The bot's own account on the platform, known after `start`. */
  readonly account: string;
  start(host: ChannelHost): Promise<void>;
  /** Sends one reply to one address (the value of the person's identifier). Never throws for what the platform answers. */
  send(address: string, reply: Reply): Promise<SendResult>;
  /** Takes in no more messages, finishes those under way. */
  stop(): Promise<void>;
}
