/** Takes in messages: handed to the program in the very moment in which Baileys gives them. */

import type { WAMessage } from '@whiskeysockets/baileys';
import type { Content, Inbound } from '../../conversation/inbound.ts';
import type { ChannelHost } from '../channel.ts';
import { download } from './download.ts';
import { identifiersOf } from './identifiers.ts';
import { type Attached, readMessage } from './read-message.ts';
import type { Timing } from './timing.ts';

interface IntakeParts {
  account: () => string;
  host: () => ChannelHost | undefined;
  timing: Timing;
  url: string | undefined;
}

export interface Intake {
  take(message: WAMessage): void;
  /** Resolves when all that was taken is stored, or given up. */
  finish(): Promise<void>;
}

const MOST_ATTEMPTS = 8;
/** Larger files are not fetched. */
const MOST_BYTES = 10 * 1024 * 1024;
/** At the end, files that are being fetched are waited for so long. */
const LAST_FILES_MS = 5_000;

/**
 * WhatsApp is told that a message arrived right after Baileys hands it over, stored or not, and does not bring it again.
 * So nothing is awaited before the program has it: what a crash can lose is what arrived since the last commit. If the
 * program cannot store it, it is held here and tried again for some minutes. Only of photos and documents the bytes are
 * fetched before, for at most half a minute: a crash loses those that are still being fetched.
 */
export function createIntake({ account, host, timing, url }: IntakeParts): Intake {
  const underWay = new Set<Promise<void>>();
  const ended = new AbortController();
  const givenUp = new AbortController();

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
        const isLast = attempt === MOST_ATTEMPTS || ended.signal.aborted;
        const message = isLast
          ? 'A message of WhatsApp is lost.'
          : 'A message of WhatsApp could not be stored; it is tried on.';
        if (isLast || attempt === 1) host()?.onAlarm({ channel: 'whatsapp-web', message, cause });
        if (isLast) return;
        await timing.wait(500 * 2 ** attempt, ended.signal);
      }
    }
  }

  async function fetched(message: WAMessage, attached: Attached): Promise<Content> {
    if (attached.bytes > MOST_BYTES) return { type: 'unsupported', what: 'other' };
    const late = new AbortController();
    const over = new AbortController();
    void timing.wait(timing.fileMs, over.signal).then(() => late.abort());
    try {
      const data = await download(message, {
        mostBytes: MOST_BYTES,
        url,
        signal: AbortSignal.any([late.signal, givenUp.signal]),
      });
      const { type, name, mime } = attached;
      return type === 'photo' ? { type, mime, data } : { type, name, mime, data };
    } catch {
      return { type: 'unsupported', what: 'other' };
    } finally {
      over.abort();
    }
  }

  return {
    take,
    async finish() {
      ended.abort();
      const over = new AbortController();
      void timing.wait(LAST_FILES_MS, over.signal).then(() => givenUp.abort());
      while (underWay.size > 0) await Promise.all(underWay);
      over.abort();
    },
  };
}

function isAttached(content: Content | Attached): content is Attached {
  return (content.type === 'photo' || content.type === 'document') && !('data' in content);
}
