/** Takes in messages: handed to the program in the very moment in which Baileys gives them. */

import { downloadMediaMessage, type WAMessage } from '@whiskeysockets/baileys';
import type { Content, Inbound } from '../../conversation/inbound.ts';
import type { ChannelHost } from '../channel.ts';
import { identifiersOf } from './identifiers.ts';
import { type Attached, readMessage } from './read-message.ts';
import type { Timing } from './timing.ts';

interface IntakeParts {
  account: () => string;
  host: () => ChannelHost | undefined;
  timing: Timing;
}

export interface Intake {
  take(message: WAMessage): void;
  /** Resolves when all that was taken is stored, or given up. */
  finish(): Promise<void>;
}

const MOST_ATTEMPTS = 8;
/** Larger files are not fetched. */
const MOST_BYTES = 10 * 1024 * 1024;

/**
 * WhatsApp has been told that a message arrived before Baileys hands it over, and does not bring it again. So nothing is
 * awaited before the program has it: what a crash can lose is what arrived since the last commit. If the program cannot
 * store it, it is held here and tried again for some minutes; of files, the bytes have to be fetched first.
 */
export function createIntake({ account, host, timing }: IntakeParts): Intake {
  const underWay = new Set<Promise<void>>();
  const ended = new AbortController();

  function take(message: WAMessage): void {
    const from = identifiersOf(message.key);
    const content = from && readMessage(message, from);
    const messageId = message.key.id;
    if (!from || !content || !messageId) return;
    const inbound = (told: Content): Inbound => ({
      channel: 'whatsapp-web',
      account: account(),
      from,
      messageId,
      content: told,
    });
    const stored = isAttached(content)
      ? fetched(message, content).then((told) => store(inbound(told)))
      : store(inbound(content));
    underWay.add(stored);
    void stored.finally(() => underWay.delete(stored));
  }

  async function store(inbound: Inbound): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await host()?.onInbound(inbound);
      } catch (cause) {
        const message =
          attempt === 1
            ? 'A message of WhatsApp could not be stored; it is tried on.'
            : 'A message of WhatsApp is lost.';
        if (attempt === 1 || attempt === MOST_ATTEMPTS) host()?.onAlarm({ channel: 'whatsapp-web', message, cause });
        if (attempt === MOST_ATTEMPTS || ended.signal.aborted) return;
        await timing.wait(500 * 2 ** attempt, ended.signal);
      }
    }
  }

  async function fetched(message: WAMessage, attached: Attached): Promise<Content> {
    try {
      const data = await downloadMediaMessage(message, 'buffer', {});
      if (data.byteLength > MOST_BYTES) return { type: 'unsupported', what: 'other' };
      const { type, name, mime } = attached;
      return type === 'photo' ? { type, mime, data } : { type, name, mime, data };
    } catch {
      return { type: 'unsupported', what: 'other' };
    }
  }

  return {
    take,
    async finish() {
      ended.abort();
      while (underWay.size > 0) await Promise.all(underWay);
    },
  };
}

function isAttached(content: Content | Attached): content is Attached {
  return (content.type === 'photo' || content.type === 'document') && !('data' in content);
}
