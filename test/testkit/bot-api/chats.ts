/** The private chats of the bot: who is there, what they were sent, what can still be tapped. */

import { createMailbox, type Mailbox } from './mailbox.ts';
import type { Markup } from './markup.ts';
import { bad, Refusal } from './refusal.ts';

/** One message as the person's phone shows it. */
export interface Sent {
  id: number;
  /** The method that sent it, such as "sendMessage". */
  method: string;
  /** The text, or the caption of a file. */
  text: string;
  file?: { name: string; data: Buffer };
  place?: { lat: number; lng: number; title?: string; address?: string };
  markup?: Markup;
}

export interface Chat {
  id: number;
  language: string | undefined;
  state: 'open' | 'blocked' | 'deactivated';
  messages: Sent[];
  arrivals: Mailbox<Sent>;
  /** The keys in the place of the phone's own keyboard. */
  keys: Markup | undefined;
}

export function createChats() {
  const chats = new Map<number, Chat>();
  /** Taps whose button still spins. */
  const spinning = new Set<string>();
  let lastMessage = 0;
  let lastQuery = 0;

  return {
    open(id: number, language: string | undefined): Chat {
      const known = chats.get(id);
      if (known) return known;
      const arrivals = createMailbox<Sent>(`message to ${id}`);
      const chat: Chat = { id, language, state: 'open', messages: [], arrivals, keys: undefined };
      chats.set(id, chat);
      return chat;
    },
    /** The chat to write to, or the refusal that the real server gives. */
    reach(id: string | undefined): Chat {
      if (id === undefined || id === '') throw bad('chat_id is empty');
      const chat = chats.get(Number(id));
      if (!chat) throw bad('chat not found');
      if (chat.state === 'blocked') throw new Refusal(403, 'Forbidden: bot was blocked by the user');
      if (chat.state === 'deactivated') throw new Refusal(403, 'Forbidden: user is deactivated');
      return chat;
    },
    nextMessageId: () => ++lastMessage,
    show(chat: Chat, message: Sent): void {
      chat.messages.push(message);
      if (message.markup?.keyboard) chat.keys = message.markup;
      if (message.markup?.remove_keyboard) chat.keys = undefined;
      chat.arrivals.put(message);
    },
    spin(): string {
      const id = `q${++lastQuery}`;
      spinning.add(id);
      return id;
    },
    spins: (id: string) => spinning.has(id),
    settle(id: string | undefined): void {
      if (id === undefined || !spinning.delete(id))
        throw bad('query is too old and response timeout expired or query ID is invalid');
    },
  };
}

export type Chats = ReturnType<typeof createChats>;
