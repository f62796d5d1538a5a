/** Sends one reply, as one or several messages, and says what became of it. */

import { type Api, InputFile } from 'grammy';
import type { Message } from 'grammy/types';
import type { Attachment } from '../../conversation/reply.ts';
import type { Outgoing, SendResult } from '../channel.ts';
import { compose, type Part } from './compose.ts';
import { readFault, toResult } from './fault.ts';
import type { Timing } from './timing.ts';
import type { TelegramTexts } from './words.ts';

interface SenderParts {
  api: Api;
  texts: (language: string) => TelegramTexts;
  timing: Timing;
  /** Ends the waiting between the messages of one reply. */
  signal: AbortSignal;
}

/**
 * `ref` is the ids of the messages, by commas. Where a later message of a reply is put off (429, 5xx, no connection) it is
 * tried again here for `patienceMs`; after that the result is `unconfirmed`, because the port has no "go on from the
 * third" and a plain `retry` would repeat what the person already has.
 */
export function createSender({ api, texts, timing, signal }: SenderParts) {
  async function later(address: string, part: Part): Promise<SendResult> {
    let waited = 0;
    for (let pause = timing.firstPauseMs; ; pause *= 2) {
      const result = await sendPart(api, address, part);
      if (result.outcome === 'channel-down') return { outcome: 'unconfirmed', reason: result.reason };
      if (result.outcome !== 'retry') return result;
      const wait = Math.max(pause, result.afterMs ?? 0);
      waited += wait;
      if (waited > timing.patienceMs || signal.aborted) return { outcome: 'unconfirmed', reason: result.reason };
      await timing.wait(wait, signal);
    }
  }

  return async (address: string, { reply, language }: Outgoing): Promise<SendResult> => {
    if (!/^\d+$/.test(address)) return { outcome: 'rejected', reason: "the address is not a Telegram user's id" };
    const parts = compose(reply, texts(language));
    if ('problem' in parts) return { outcome: 'rejected', reason: parts.problem };
    const refs: string[] = [];
    for (const part of parts) {
      const result = refs.length === 0 ? await sendPart(api, address, part) : await later(address, part);
      if (result.outcome === 'sent') refs.push(result.ref);
      else if (refs.length === 0 || !('reason' in result)) return result;
      else return { ...result, reason: `message ${refs.length + 1} of ${parts.length}: ${result.reason}` };
    }
    return { outcome: 'sent', ref: refs.join(',') };
  };
}

async function sendPart(api: Api, address: string, part: Part): Promise<SendResult> {
  try {
    const message = await call(api, address, part);
    return { outcome: 'sent', ref: String(message.message_id) };
  } catch (error) {
    return toResult(readFault(error));
  }
}

function call(api: Api, address: string, part: Part): Promise<Message> {
  const more = part.markup ? { reply_markup: part.markup } : {};
  switch (part.kind) {
    case 'text':
      // A preview would cost data that many pay for by the megabyte.
      return api.sendMessage(address, part.text, { ...more, link_preview_options: { is_disabled: true } });
    case 'photo':
      return api.sendPhoto(address, upload(part.file), { ...more, ...captionOf(part) });
    case 'document':
      return api.sendDocument(address, upload(part.file), { ...more, ...captionOf(part) });
    case 'place': {
      const { lat, lng, title, address: street } = part.place;
      if (!title && !street) return api.sendLocation(address, lat, lng, more);
      // A venue must have both.
      return api.sendVenue(address, lat, lng, title || street || '', street || title || '', more);
    }
  }
}

const captionOf = ({ caption }: { caption?: string }) => (caption === undefined ? {} : { caption });

// grammY writes the name into a header as it is.
const upload = ({ name, data }: Attachment): InputFile =>
  new InputFile(Buffer.from(data, 'base64'), name.replaceAll(/[\r\n";]/g, '_'));
