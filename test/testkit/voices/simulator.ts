/** People in the simulator: written to the program directly, or by its HTTP API. */

import type { Content, Inbound } from '../../../src/conversation/inbound.ts';
import { createApp } from '../../../src/web/app.ts';
import { listen } from '../../../src/web/listen.ts';
import { simulatorDoor } from '../../../src/web/simulator-door.ts';
import { type World, wording } from '../../world.ts';
import { post, received } from '../program.ts';
import { inbound } from '../town-bot.ts';
import { replyLines, type Shown } from './lines.ts';
import { Reception, type Voice } from './voice.ts';

/** What all others are compared with. */
export function openDirectly(): Voice {
  const reception = new Reception();
  const screens = createScreens(reception);
  let messages = 0;
  return {
    hasButtons: false,
    showsNotices: true,
    reception,
    async say(name, content, id = `m${++messages}`) {
      const turn = await reception.turnOf(reception.take(inbound(name, content, id)));
      for (const answer of turn.received.answers) screens.show(name, answer.id, answer.reply);
      return turn;
    },
    async seen(name) {
      for (const sent of await reception.world.sentTo(name)) screens.show(name, sent.id, sent.reply);
      return screens.lines(name);
    },
    close: async () => {},
  };
}

/** Keeps what was shown: the bot forgets it when somebody has their data deleted. */
function createScreens(reception: Reception) {
  const screens = new WeakMap<World, Map<string, Map<number, string[]>>>();
  const screenOf = (name: string) => {
    const people = screens.get(reception.world) ?? new Map<string, Map<number, string[]>>();
    screens.set(reception.world, people);
    const screen = people.get(name) ?? new Map<number, string[]>();
    people.set(name, screen);
    return screen;
  };
  return {
    show: (name: string, id: number, reply: Shown) => void screenOf(name).set(id, replyLines(reply)),
    lines: (name: string) => [...screenOf(name).values()].flat(),
  };
}

/** The program's own web, where the room of the simulator leads to the world that is open. */
export async function openDoor(reception: Reception): Promise<{ url: string; close(): Promise<void> }> {
  const account = inbound('', '', '').account;
  const door = () => simulatorDoor({ ...reception.world, account, receive: reception.take, wording });
  const app = createApp({
    lacking: async () => undefined,
    metrics: async () => ({ type: 'text/plain', text: '' }),
    simulator: {
      account,
      receive: (message: Inbound) => door().receive(message),
      sentTo: async (name, after) => (reception.isOpen ? await door().sentTo(name, after) : []),
      sent: (id) => door().sent(id),
    },
    onError: (error) => reception.alarms.push(String(error)),
  });
  return await listen(app.fetch, { host: '127.0.0.1', port: 0 });
}

export async function openSimulator(): Promise<Voice> {
  const reception = new Reception();
  const screens = createScreens(reception);
  const { url, close } = await openDoor(reception);
  return {
    hasButtons: true,
    showsNotices: true,
    reception,
    async say(from, content, id) {
      const posted = post(url, { from, id, ...bodyOf(content) });
      const turn = await reception.turnOf(posted);
      for (const reply of (await posted).replies) screens.show(from, reply.id, reply);
      return turn;
    },
    async seen(name) {
      for (const reply of await received(url, name)) screens.show(name, reply.id, reply);
      return screens.lines(name);
    },
    close,
  };
}

function bodyOf(content: Content): object {
  switch (content.type) {
    case 'text':
      return { text: content.text };
    case 'choice':
      return { choice: content.id };
    case 'location':
      return { location: { lat: content.lat, lng: content.lng } };
    case 'photo':
      return { photo: { mime: content.mime, base64: Buffer.from(content.data).toString('base64') } };
    case 'document': {
      const { name, mime, data } = content;
      return { document: { name, mime, base64: Buffer.from(data).toString('base64') } };
    }
    case 'contact':
      return { contact: { phone: content.phone } };
    case 'start':
      return { start: content.code };
    default:
      return { unsupported: content.what };
  }
}
