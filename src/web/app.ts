/** Everything the bot answers by HTTP. */

import { readFile } from 'node:fs/promises';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { type SimulatorDoor, simulatorApi } from './simulator.ts';

export interface WebOptions {
  /** Undefined: the program is ready; else what it lacks. */
  lacking(): Promise<string | undefined>;
  metrics(): Promise<{ type: string; text: string }>;
  simulator?: SimulatorDoor;
  /** One update of Telegram's webhook: the status to answer with. */
  telegram?: (body: unknown, secret: string | undefined) => Promise<number>;
  /** Meta's webhook for WhatsApp. */
  whatsapp?: WhatsappWebhook;
  onError(error: unknown): void;
}

export interface WhatsappWebhook {
  /** The text to answer the handshake with; undefined for one that is not Meta's. */
  verify(handshake: Record<'mode' | 'token' | 'challenge', string | undefined>): string | undefined;
  /** The bytes as they came, which the signature is over: the status to answer with. */
  take(body: Uint8Array, signature: string | undefined): Promise<number>;
}

const MOST_BYTES = 12 * 1024 * 1024;
/** What Meta posts at most. */
const MOST_WHATSAPP_BYTES = 3 * 1024 * 1024;
const page = new URL('./page/', import.meta.url);
/** The files of the simulator's page, and what each is. */
const assets: Readonly<Record<string, string>> = {
  'index.html': 'text/html; charset=utf-8',
  'chat.css': 'text/css; charset=utf-8',
  'chat-thread.css': 'text/css; charset=utf-8',
  'chat-composer.css': 'text/css; charset=utf-8',
  'chat.js': 'text/javascript; charset=utf-8',
  'chat-conversation.js': 'text/javascript; charset=utf-8',
  'chat-thread.js': 'text/javascript; charset=utf-8',
  'chat-place.js': 'text/javascript; charset=utf-8',
};

export function createApp(options: WebOptions): Hono {
  const app = new Hono();
  app.use(
    bodyLimit({ maxSize: MOST_BYTES, onError: (context) => context.json({ error: 'The message is too large.' }, 413) }),
  );
  app.onError((error, context) => {
    options.onError(error);
    return context.json({ error: 'The message could not be stored. Please send it again.' }, 503);
  });
  app.get('/healthz', (context) => context.text('ok'));
  app.get('/readyz', async (context) => {
    const lacking = await options.lacking();
    return lacking === undefined ? context.text('ready') : context.text(lacking, 503);
  });
  app.get('/metrics', async (context) => {
    const { type, text } = await options.metrics();
    return context.body(text, 200, { 'content-type': type });
  });

  const { telegram, whatsapp, simulator } = options;
  if (telegram) {
    app.post('/telegram/webhook', async (context) => {
      const body: unknown = await context.req.json().catch(() => undefined);
      const status = await telegram(body, context.req.header('x-telegram-bot-api-secret-token'));
      return context.body(null, status as 200);
    });
  }
  if (whatsapp) {
    app.get('/whatsapp/webhook', (context) => {
      const asked = (name: string) => context.req.query(`hub.${name}`);
      const answer = whatsapp.verify({
        mode: asked('mode'),
        token: asked('verify_token'),
        challenge: asked('challenge'),
      });
      return answer === undefined ? context.body(null, 403) : context.text(answer);
    });
    app.post(
      '/whatsapp/webhook',
      bodyLimit({ maxSize: MOST_WHATSAPP_BYTES, onError: (context) => context.body(null, 413) }),
      async (context) => {
        const body = new Uint8Array(await context.req.arrayBuffer());
        return context.body(null, (await whatsapp.take(body, context.req.header('x-hub-signature-256'))) as 200);
      },
    );
  }
  if (simulator) {
    app.route('/simulator', simulatorApi(simulator));
    app.get('/', (context) => asset('index.html').then((body) => context.html(body)));
    app.get('/:file{chat(-[a-z]+)?\\.(css|js)}', async (context) => {
      const file = context.req.param('file');
      const type = assets[file];
      return type ? context.body(await asset(file), 200, { 'content-type': type }) : context.notFound();
    });
  }
  return app;
}

function asset(file: string): Promise<string> {
  return readFile(new URL(file, page), 'utf8');
}
