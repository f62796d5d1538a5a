/** A Bot API server on the loopback, for one bot: the real grammY talks to it over a socket. */

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readArgs } from './body.ts';
import { createChats } from './chats.ts';
import { createFaults, type Faults } from './faults.ts';
import { createFiles } from './files.ts';
import { createMailbox, type Mailbox } from './mailbox.ts';
import { METHODS, type World } from './methods.ts';
import { Refusal } from './refusal.ts';
import { createUpdates, type NewUpdate, type Updates } from './updates.ts';
import { createUser, type User } from './user.ts';

export interface BotApi extends Pick<Faults, 'failNext' | 'pageNext' | 'stallNext' | 'dropAfterAccept'> {
  /** For TELEGRAM_API_ROOT. */
  readonly root: string;
  /** The person with this id; their chat with the bot exists from here on. */
  user(id: number, options?: { language_code?: string }): User;
  /** Any update: of a group, a channel, another bot. */
  push(update: object): void;
  duplicateUpdate(): void;
  /** What each call of a method carried, in order; waits for the next one not yet looked at. */
  called(method: string): Promise<Readonly<Record<string, unknown>>>;
  menu(language?: string): readonly { command: string; description: string }[];
  readonly updates: Pick<Updates, 'pending' | 'drained' | 'info'>;
  close(): Promise<void>;
}

export async function startBotApi({ token }: { token: string }): Promise<BotApi> {
  const chats = createChats();
  const files = createFiles();
  const updates = createUpdates();
  const faults = createFaults();
  const me = { id: Number.parseInt(token, 10), is_bot: true, first_name: 'Asamblea', username: 'AsambleaBot' } as const;
  const world: World = { me, chats, files, updates, menus: new Map() };
  const calls = new Map<string, Mailbox<Readonly<Record<string, unknown>>>>();
  const callsOf = (method: string) => {
    const key = method.toLowerCase();
    const box = calls.get(key) ?? createMailbox(`call of ${method}`);
    calls.set(key, box);
    return box;
  };

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      const refusal = error instanceof Refusal ? error : new Refusal(500, `Internal Server Error: ${error}`);
      reply(response, refusal.code, refusal);
    });
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const [, file, given = '', rest = ''] = /^\/(file\/)?bot([^/]+)\/(.+)$/.exec(url.pathname) ?? [];
    if (!/^\d+:[\w-]+$/.test(given)) throw new Refusal(404, 'Not Found');
    if (given !== token) throw new Refusal(401, 'Unauthorized');
    if (file !== undefined) return download(response, rest);

    const name = rest.toLowerCase();
    const method = METHODS[name];
    if (!method) throw new Refusal(404, 'Not Found');
    const args = await readArgs(request, url.searchParams);
    const fault = faults.take(name);
    callsOf(name).put(args.all);
    if (fault?.kind === 'refuse') throw fault.refusal;
    if (fault?.kind === 'page') {
      response.writeHead(fault.status, { 'content-type': 'text/html' }).end('<h1>proxy</h1>');
      return;
    }
    if (fault?.kind === 'stall') return;
    const result = await method(args, world, (gone) => response.once('close', gone));
    if (fault?.kind === 'drop') response.destroy();
    else reply(response, 200, { ok: true, result });
  }

  function download(response: ServerResponse, path: string): void {
    const fault = faults.take('file');
    const data = files.at(path);
    if (fault?.kind === 'drop') response.destroy();
    else if (fault || !data) throw new Refusal(404, 'Not Found');
    else response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(data);
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    root: `http://127.0.0.1:${port}`,
    ...faults,
    user: (id, options) => createUser(chats.open(id, options?.language_code), world),
    push: (update) => updates.add(update as NewUpdate),
    duplicateUpdate: updates.duplicate,
    called: (method) => callsOf(method).next(),
    menu: (language = '') => world.menus.get(language) ?? [],
    updates,
    close() {
      updates.close();
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function reply(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
