/** The simulator's API: write to the bot as anybody, read what it sent them. */

import { randomUUID } from 'node:crypto';
import { Hono } from 'hono';
import { z } from 'zod';
import type { Content, Inbound } from '../conversation/inbound.ts';
import type { Attachment, Reply } from '../conversation/reply.ts';

/** What the room needs of the program. */
export interface SimulatorDoor {
  account: string;
  receive(inbound: Inbound): Promise<{ answers: { id: number; reply: Reply }[] }>;
  /** All that was sent to somebody after a message, oldest first. */
  sentTo(name: string, after?: number): Promise<{ id: number; reply: Reply }[]>;
  /** One message, for its files. */
  sent(id: number): Promise<Reply | undefined>;
}

const base64 = z.base64('must be base64').transform((text) => new Uint8Array(Buffer.from(text, 'base64')));
const name = z.string().min(1, 'must not be empty').max(64, 'must have at most 64 characters');
const file = z.object({ name: z.string().max(200), mime: z.string().max(100), base64 });

const message = z
  .strictObject({
    from: name,
    id: z.string().min(1).max(200).optional(),
    text: z.string().max(100_000).optional(),
    choice: z.string().max(64).optional(),
    location: z.object({ lat: z.number().min(-90).max(90), lng: z.number().min(-180).max(180) }).optional(),
    photo: z.object({ mime: z.string().max(100), base64 }).optional(),
    document: file.optional(),
    contact: z.object({ phone: z.string().max(40) }).optional(),
    start: z.string().max(64).optional(),
    unsupported: z.enum(['voice', 'sticker', 'other']).optional(),
  })
  .transform(({ from, id, ...parts }, context) => {
    const given = Object.entries(parts).filter(([, value]) => value !== undefined);
    if (given.length !== 1) {
      context.addIssue('must hold one of text, choice, location, photo, document, contact, start, unsupported');
      return z.NEVER;
    }
    return { from, id, content: contentOf(parts) };
  });

function contentOf(parts: {
  text?: string;
  choice?: string;
  location?: { lat: number; lng: number };
  photo?: { mime: string; base64: Uint8Array };
  document?: { name: string; mime: string; base64: Uint8Array };
  contact?: { phone: string };
  start?: string;
  unsupported?: 'voice' | 'sticker' | 'other';
}): Content {
  const { text, choice, location, photo, document, contact, start, unsupported } = parts;
  if (choice !== undefined) return { type: 'choice', id: choice };
  if (location) return { type: 'location', ...location };
  if (photo) return { type: 'photo', mime: photo.mime, data: photo.base64 };
  if (document) return { type: 'document', name: document.name, mime: document.mime, data: document.base64 };
  if (contact) return { type: 'contact', phone: contact.phone };
  if (start !== undefined) return { type: 'start', code: start };
  if (unsupported) return { type: 'unsupported', what: unsupported };
  return { type: 'text', text: text ?? '' };
}

export function simulatorApi(door: SimulatorDoor): Hono {
  const app = new Hono();

  app.post('/messages', async (context) => {
    const body: unknown = await context.req.json().catch(() => undefined);
    const parsed = message.safeParse(body);
    if (!parsed.success) {
      const error = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'the message'}: ${message}`);
      return context.json({ error: error.join('; ') }, 400);
    }
    const { from, id, content } = parsed.data;
    const { answers } = await door.receive({
      channel: 'simulator',
      account: door.account,
      from: [{ kind: 'sim_user', value: from }],
      messageId: id ?? randomUUID(),
      content,
    });
    return context.json({ replies: answers.map(shown) });
  });

  app.get('/messages', async (context) => {
    const to = name.safeParse(context.req.query('to'));
    const after = z.coerce
      .number()
      .int()
      .optional()
      .safeParse(context.req.query('after') || undefined);
    if (!to.success) return context.json({ error: 'to: says whose messages are meant' }, 400);
    if (!after.success) return context.json({ error: 'after: must be the id of a reply' }, 400);
    return context.json({ replies: (await door.sentTo(to.data, after.data)).map(shown) });
  });

  app.get('/files/:id/:kind', async (context) => {
    const id = z.coerce.number().int().safeParse(context.req.param('id'));
    const reply = id.success ? await door.sent(id.data) : undefined;
    const found = context.req.param('kind') === 'image' ? reply?.image : reply?.document;
    if (!found) return context.json({ error: 'There is no such file.' }, 404);
    return context.body(Buffer.from(found.data, 'base64'), 200, {
      'content-type': found.mime,
      'content-disposition': `inline; filename*=UTF-8''${encodeURIComponent(found.name)}`,
    });
  });

  return app;
}

/** A reply as the API gives it: files by their address. */
function shown({ id, reply }: { id: number; reply: Reply }) {
  const { text, choices = [], expects, location, image, document } = reply;
  const url = (kind: 'image' | 'document') => `/simulator/files/${id}/${kind}`;
  const named = (found: Attachment) => ({ url: url('document'), name: found.name, mime: found.mime });
  return {
    id,
    text,
    choices,
    ...(expects ? { expects } : {}),
    ...(location ? { location } : {}),
    ...(image ? { image: { url: url('image') } } : {}),
    ...(document ? { document: named(document) } : {}),
  };
}
