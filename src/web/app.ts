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
  onError(error: unknown): void;
}

const MOST_BYTES = 12 * 1024 * 1024;
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

  const { telegram, simulator } = options;
  if (telegram) {
    app.post('/telegram/webhook', async (context) => {
      const body: unknown = await context.req.json().catch(() => undefined);
      const status = await telegram(body, context.req.header('x-telegram-bot-api-secret-token'));
      return context.body(null, status as 200);
    });
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
