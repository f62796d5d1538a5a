/** Sends one reply as one or several messages, and says what WhatsApp made of them. */

import type { AnyMessageContent, WASocket } from '@whiskeysockets/baileys';
import type { Outgoing, SendResult } from '../channel.ts';
import type { Acks } from './acks.ts';
import { compose } from './compose.ts';
import { messageId } from './message-id.ts';
import { readRefusal } from './refusal.ts';
import type { Timing } from './timing.ts';

interface SenderParts {
  socket: () => WASocket | undefined;
  acks: Acks;
  timing: Timing;
  /** WhatsApp refused in a way that makes going on dangerous. */
  pause: (ms: number, reason: string) => void;
}

/**
 * `ref` is the id of the last message. A message is sent when WhatsApp has acknowledged it; without a word from it the
 * result is `unconfirmed`. A repeated attempt has the same ids, so what arrived before is not shown twice.
 */
export function createSender({ socket, acks, timing, pause }: SenderParts) {
  async function sendPart(address: string, content: AnyMessageContent, id: string): Promise<SendResult> {
    const line = socket();
    if (!line) return { outcome: 'retry', reason: 'not connected' };
    const over = new AbortController();
    const answered = acks.expect(id, timing.wait(timing.ackMs, over.signal));
    try {
      await line.sendMessage(address, content, { messageId: id });
    } catch (error) {
      over.abort();
      // Nothing was acknowledged; the same id may go out again.
      return { outcome: 'retry', reason: error instanceof Error ? kindOf(error) : 'not sent' };
    }
    const ack = await answered;
    over.abort();
    if (ack.ack === 'accepted') return { outcome: 'sent', ref: id };
    // A repeated attempt has the same id, and a phone shows it once.
    if (ack.ack === 'broken') return { outcome: 'retry', reason: 'the line broke' };
    if (ack.ack === 'none') return { outcome: 'unconfirmed', ref: id, reason: 'no acknowledgement' };
    const { result, pauseMs } = readRefusal(ack.code);
    if (pauseMs !== undefined) pause(pauseMs, 'reason' in result ? result.reason : '');
    return result;
  }

  return async (address: string, { key, reply }: Outgoing): Promise<SendResult> => {
    const parts = compose(reply);
    let last: SendResult = { outcome: 'rejected', reason: 'nothing to send' };
    for (const [index, content] of parts.entries()) {
      last = await sendPart(address, content, messageId(key, index, parts.length));
      if (last.outcome !== 'sent') return last;
    }
    return last;
  };
}

/** Never its message, which may name a telephone. */
function kindOf(error: Error): string {
  const code = (error as { output?: { statusCode?: number } }).output?.statusCode;
  return code === undefined ? error.name : `not sent (${code})`;
}
