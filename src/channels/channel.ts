/** The port behind which every channel stands. */

import type { ChannelName, Identifier, Inbound } from '../conversation/inbound.ts';
import type { Reply } from '../conversation/reply.ts';

/** A message on its way out. */
export interface Outgoing {
  /** The same at every attempt, also after a restart; 22 letters, digits, `-` and `_`. */
  key: string;
  reply: Reply;
  /** Of who gets it, for the words that only one channel has. */
  language: string;
  /** Nobody has just asked for it. */
  notice: boolean;
  /** Milliseconds since the person last wrote here. */
  silentMs: number;
  /** The same as an approved template, for platforms that take nothing else from who was silent long. */
  template?: Template;
}

/** A text that was registered with the platform before, and what stands in its gaps. */
export interface Template {
  name: string;
  language: string;
  values: Readonly<Record<string, string>>;
}

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
  | { outcome: 'unconfirmed'; reason: string; ref?: string };

/** What is learnt of a message after it was sent; in any order, also twice. */
export type Receipt =
  | { status: 'delivered' | 'read' }
  /** The platform took it first and then did not. */
  | { status: 'refused'; result: Exclude<SendResult, { outcome: 'sent' }> };

/** What a channel may ask of the program. */
export interface ChannelHost {
  /** Resolves once the turn is committed: only then may the channel acknowledge the message. Rejects if it is not stored. */
  onInbound(inbound: Inbound): Promise<void>;
  /** The person cannot be reached, or can be again (blocked the bot, unblocked it). */
  onReach(from: Identifier, reachable: boolean): Promise<void>;
  /**
   * Who was known by `before` is known by `after` now, each strongest first; the platform vouches for it in the message
   * with this id, which may come again.
   */
  onMove(before: readonly Identifier[], after: readonly Identifier[], messageId: string): Promise<void>;
  /** What became of the message that was sent as `ref`; one that is not known is passed over. */
  onReceipt(ref: string, receipt: Receipt): Promise<void>;
  /** `ready` may have become true. */
  onReady(): void;
  /** What was sent as `ref`, for a phone that asks for it again; undefined if it is not kept any more. */
  sent(ref: string): Promise<Reply | undefined>;
  /** For the operator; never holds personal data. */
  onAlarm(alarm: { channel: ChannelName; message: string; cause?: unknown }): void;
}

/** How notices are spread over time where a platform punishes haste. Answers are never held back. */
export interface Pace {
  /** Milliseconds between two notices, at random from the first up to the second. */
  gapMs: readonly [number, number];
  /** Most notices in any 24 hours. */
  perDay: number;
}

export interface Channel {
  readonly name: ChannelName;
  /** The bot's own account on the platform, known after `start`. */
  readonly account: string;
  /** What people find it by, known once connected; absent where that is the account. */
  handle?(): string | undefined;
  /** Absent: as fast as they come. */
  readonly pace?: Pace;
  /** While it is false nothing is sent and all waits in the outbox. Absent: always. */
  ready?(): boolean;
  start(host: ChannelHost): Promise<void>;
  /** Sends one message to one address. Never throws for what the platform answers. */
  send(to: Identifier, message: Outgoing): Promise<SendResult>;
  /** Takes in no more messages, finishes those under way. */
  stop(): Promise<void>;
}
