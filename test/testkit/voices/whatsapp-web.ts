/** People on WhatsApp, and the bot on WhatsApp Web: real Baileys, paired with the server of the tests. */

import type { proto } from '@whiskeysockets/baileys';
import type { Content } from '../../../src/conversation/inbound.ts';
import { contactCard, document, image, location, sticker, voice } from '../whatsapp-web/content.ts';
import type { Seen } from '../whatsapp-web/inbox.ts';
import { Paired } from '../whatsapp-web/paired.ts';
import type { MockUser } from '../whatsapp-web/user.ts';
import { fileLine, IMAGE, mapLine, textLines } from './lines.ts';
import { Reception, type Voice } from './voice.ts';

/** Patience for a machine that is busy with other tests. */
const PATIENT = { ackMs: 20_000, keepAliveMs: 10_000 };

export async function openWhatsappWeb(): Promise<Voice> {
  const line = await Paired.start();
  await line.channel.stop();
  const channel = line.open(PATIENT);
  const reception = new Reception();
  Object.assign(line.host, reception.host, { onReady: () => line.ready.put(true) });
  const companion = await line.pair();

  const users = new Map<string, MockUser>();
  const userOf = (name: string) => {
    const at = String(users.size + 10);
    const user = users.get(name) ?? line.server.addUser({ phone: `52155000000${at}`, lid: `1234567890123${at}`, name });
    users.set(name, user);
    return user;
  };
  let lastId: string | undefined;

  async function messageFor(user: MockUser, content: Content): Promise<proto.IMessage> {
    switch (content.type) {
      case 'text':
        return { conversation: content.text };
      case 'choice':
        return { conversation: String(Number(content.id.split(':')[1]) + 1) };
      case 'location':
        return location(content.lat, content.lng);
      case 'photo':
        return image(undefined, await line.server.media.put('image', content.data));
      case 'document':
        return document(content.name, content.mime, await line.server.media.put('document', content.data));
      case 'contact':
        return contactCard(user.name, user.phone);
      case 'start':
        return { conversation: `ASAMBLEA ${content.code}` };
      default:
        return content.what === 'voice' ? voice() : sticker();
    }
  }

  return {
    channel,
    hasButtons: false,
    showsNotices: true,
    reception,
    async say(name, content, id) {
      const user = userOf(name);
      const message = await messageFor(user, content);
      lastId = await user.send(companion, message, reception.repeats(name, id) ? { id: lastId } : {});
      return await reception.turnOf(lastId);
    },
    seen: async (name) => userOf(name).inbox.flatMap(linesOf),
    close: () => line.stop(),
  };
}

/** Shows nothing and keeps signs from being read as markup. */
const WORD_JOINER = /\u2060/g;

function linesOf({ text, location: place, image: picture, document: file }: Seen): string[] {
  return [
    ...textLines(`${text ?? ''}\n${picture?.caption ?? ''}`.replaceAll(WORD_JOINER, '')),
    ...(place ? [mapLine(place)] : []),
    ...(picture ? [IMAGE] : []),
    ...(file ? [fileLine(file.fileName ?? '')] : []),
  ];
}
