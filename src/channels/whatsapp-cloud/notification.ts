/** The form of what Meta posts: several entries, changes, messages and statuses in one body. */

import { z } from 'zod';
import { foldNumber } from '../../conversation/phone.ts';

/** A field that has another form than the documented one counts as absent: the message then is met as an unknown one. */
const maybe = <T extends z.ZodType>(schema: T) => schema.optional().catch(undefined);

const text = z.string();
const media = z.object({ id: text, mime_type: maybe(text), filename: maybe(text), file_size: maybe(z.number()) });
const reply = z.object({ id: text });
const phone = z.object({ phone: maybe(text), wa_id: maybe(text) });

const message = z.object({
  id: text.min(1),
  type: text,
  from: maybe(text.regex(/^\d{5,20}$/)),
  from_user_id: maybe(text.min(1)),
  group_id: maybe(text),
  text: maybe(z.object({ body: text })),
  interactive: maybe(z.object({ button_reply: maybe(reply), list_reply: maybe(reply) })),
  button: maybe(z.object({ payload: maybe(text), text: maybe(text) })),
  location: maybe(z.object({ latitude: z.coerce.number(), longitude: z.coerce.number() })),
  image: maybe(media),
  document: maybe(media),
  contacts: maybe(z.array(z.object({ phones: maybe(z.array(phone)) }))),
  unsupported: maybe(z.object({ type: maybe(text) })),
  system: maybe(
    z.object({
      type: maybe(text),
      wa_id: maybe(text.regex(/^\d{5,20}$/)),
      user_id: maybe(text.min(1)),
      previous_user_id: maybe(text.min(1)),
    }),
  ),
});

const status = z.object({
  id: text.min(1),
  status: text,
  biz_opaque_callback_data: maybe(text),
  errors: maybe(z.array(z.object({ code: z.number() }))),
});

const contact = z.object({ wa_id: maybe(text), user_id: maybe(text.min(1)) });

const change = z.object({
  metadata: z.object({ phone_number_id: text }),
  contacts: z.array(z.unknown()).catch([]),
  messages: z.array(z.unknown()).catch([]),
  statuses: z.array(z.unknown()).catch([]),
});

const envelope = z.object({
  entry: z.array(z.object({ changes: z.array(z.object({ field: text, value: z.unknown() })).catch([]) })),
});

export type Message = z.infer<typeof message>;
type Card = z.infer<typeof contact>;
export type Status = z.infer<typeof status>;

export interface Notification {
  messages: Message[];
  statuses: Status[];
  /** Something was for another number. */
  strays: boolean;
  /** Something had no form that is known. */
  unread: boolean;
}

/** What is meant for the number `phoneId`; undefined if the body is no notification at all. */
export function readNotification(body: unknown, phoneId: string): Notification | undefined {
  const whole = envelope.safeParse(body);
  if (!whole.success) return undefined;
  const found: Notification = { messages: [], statuses: [], strays: false, unread: false };

  function readAll<T>(schema: z.ZodType<T>, items: readonly unknown[]): T[] {
    return items.flatMap((item) => {
      const read = schema.safeParse(item);
      if (!read.success) found.unread = true;
      return read.success ? [read.data] : [];
    });
  }

  for (const { field, value } of whole.data.entry.flatMap(({ changes }) => changes)) {
    if (field !== 'messages') continue;
    for (const { metadata, contacts, messages, statuses } of readAll(change, [value])) {
      if (metadata.phone_number_id !== phoneId) {
        found.strays = true;
        continue;
      }
      const cards = readAll(contact, contacts);
      found.messages.push(...readAll(message, messages).map((one) => named(one, cards)));
      found.statuses.push(...readAll(status, statuses));
    }
  }
  return found;
}

/** The sender's business-scoped id and number may stand on the message, on their card, or on both. */
function named(one: Message, cards: readonly Card[]): Message {
  const own = (card: Card) =>
    (one.from !== undefined && card.wa_id === one.from) ||
    (one.from_user_id !== undefined && card.user_id === one.from_user_id);
  const lone = cards.length === 1 ? cards.find((card) => !contradicts(one, card)) : undefined;
  const card = cards.find(own) ?? lone;
  const number = card?.wa_id !== undefined && /^\d{5,20}$/.test(card.wa_id) ? card.wa_id : undefined;
  return { ...one, from: one.from ?? number, from_user_id: one.from_user_id ?? card?.user_id };
}

/** Whether the card names another number or user id than the message. */
function contradicts({ from, from_user_id }: Message, { wa_id, user_id }: Card): boolean {
  const isOther = from !== undefined && wa_id !== undefined && foldNumber(from) !== foldNumber(wa_id);
  return isOther || (from_user_id !== undefined && user_id !== undefined && from_user_id !== user_id);
}
