/** One person's WhatsApp: says things to the bot, and shows what it was sent. */

import { createMailbox, type Mailbox } from '../bot-api/mailbox.ts';
import type { Sent } from './limits.ts';
import type { Webhooks } from './webhooks.ts';

/** One message as the phone shows it. */
export interface Shown {
  wamid: string;
  body: Sent;
  /** The text, the caption, or the text above buttons. */
  text: string;
  /** What can be tapped, by its title. */
  titles: string[];
  file?: { name: string; type: string; data: Buffer };
}

export interface Person {
  /** As WhatsApp writes it: `521…` for many Mexicans. */
  number?: string;
  bsuid?: string;
  /** With a username: notifications name no number. */
  hidesNumber?: boolean;
}

export interface Phone {
  readonly person: Person;
  says(text: string): Promise<void>;
  /** Taps the newest button or row that reads so: in its title, with or without its number, or below it. */
  taps(title: string): Promise<void>;
  sharesPlace(lat: number, lng: number): Promise<void>;
  sendsFile(type: 'image' | 'document', mediaId: string, more?: object): Promise<void>;
  sendsCard(wa_id: string): Promise<void>;
  /** Any message: `{ type: 'reaction', reaction: … }`. */
  sends(message: object): Promise<void>;
  messages(): readonly Shown[];
  next(): Promise<Shown>;
  /** A day has gone by: only templates arrive. */
  closeWindow(): void;
  readonly isOpen: boolean;
  show(shown: Shown): void;
}

let lastMessage = 0;

export function createPhone(person: Person, webhooks: Pick<Webhooks, 'post'>): Phone {
  const messages: Shown[] = [];
  const arrivals: Mailbox<Shown> = createMailbox('message of the bot');
  let isOpen = true;
  const { number, bsuid, hidesNumber } = person;
  const from = hidesNumber ? undefined : number;

  function sends(message: object): Promise<void> {
    isOpen = true;
    const id = `wamid.in${++lastMessage}`;
    const contact = { profile: { name: 'Élena 🌵' }, wa_id: from, user_id: bsuid };
    const about = { from, from_user_id: bsuid, id, timestamp: '1790000000' };
    return webhooks.post({ contacts: [contact], messages: [{ ...about, ...message }] });
  }

  return {
    person,
    sends,
    says: (body) => sends({ type: 'text', text: { body } }),
    taps(words) {
      const reads = ({ reply: { title, description } }: Offer) =>
        [title, title.replace(/^\d+\. /, ''), description?.split(' · ')[0]].includes(words);
      const [tapped] = messages.toReversed().flatMap(({ body }) => offersOf(body).filter(reads));
      if (!tapped) throw new Error(`nothing to tap reads ${words}`);
      return sends({ type: 'interactive', interactive: { type: tapped.kind, [tapped.kind]: tapped.reply } });
    },
    sharesPlace: (latitude, longitude) => sends({ type: 'location', location: { latitude, longitude, name: 'Aquí' } }),
    sendsFile: (type, id, more = {}) => sends({ type, [type]: { id, sha256: 'x', ...more } }),
    sendsCard: (wa_id) =>
      sends({
        type: 'contacts',
        contacts: [{ name: { formatted_name: 'É' }, phones: [{ phone: `+${wa_id}`, wa_id }] }],
      }),
    messages: () => messages,
    next: () => arrivals.next(20_000),
    closeWindow() {
      isOpen = false;
    },
    get isOpen() {
      return isOpen;
    },
    show(shown) {
      messages.push(shown);
      arrivals.put(shown);
    },
  };
}

interface Offer {
  kind: 'button_reply' | 'list_reply';
  reply: { id: string; title: string; description?: string | undefined };
}

function offersOf(body: Sent): Offer[] {
  if (body.type !== 'interactive') return [];
  const { interactive } = body;
  if (interactive.type === 'button')
    return interactive.action.buttons.map(({ reply }) => ({ kind: 'button_reply', reply }));
  if (interactive.type === 'location_request_message') return [];
  return interactive.action.sections.flatMap(({ rows }) => rows.map((reply) => ({ kind: 'list_reply', reply })));
}

/** What a phone shows as the words of a message, and what of it can be tapped. */
export function wordsOf(body: Sent): Pick<Shown, 'text' | 'titles'> {
  const titles = offersOf(body).map(({ reply }) => reply.title);
  switch (body.type) {
    case 'text':
      return { text: body.text.body, titles };
    case 'interactive':
      return { text: body.interactive.body.text, titles };
    case 'image':
      return { text: body.image.caption ?? '', titles };
    case 'document':
      return { text: body.document.caption ?? '', titles };
    default:
      return { text: '', titles };
  }
}
