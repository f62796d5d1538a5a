/** A WhatsApp Web server on the loopback: the real Baileys pairs with it and talks to people over real sockets. */

import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { proto } from '@whiskeysockets/baileys';
import { WebSocketServer } from 'ws';
import { createServerIdentity } from './certificates.ts';
import type { Companion } from './companion.ts';
import { emptyHistory } from './content.ts';
import { Directory } from './directory.ts';
import { Exchange, type Switches } from './exchange.ts';
import { failed, removed, replaced } from './faults.ts';
import { Line } from './line.ts';
import { MediaHost } from './media.ts';
import { enrol, pairSuccess, readQr } from './pairing.ts';
import { newId, seconds, stanza } from './stanzas.ts';
import { type Trusted, trust } from './trust.ts';
import type { MockUser, UserOptions } from './user.ts';

export class MockWaServer implements Switches {
  onStanza: Switches['onStanza'];
  keepAlive: Switches['keepAlive'] = 'auto';
  nackNext: Switches['nackNext'];
  withholdAcks = false;
  /** What the server itself could not make sense of; each of them cut a line. */
  readonly faults: unknown[] = [];
  readonly media = new MediaHost(() => this.#host);
  readonly #identity = createServerIdentity();
  readonly #http = createServer((request, response) => {
    this.media.answer(request, response).catch(() => response.destroy());
  });
  readonly #sockets = new WebSocketServer({ server: this.#http });
  readonly #directory = new Directory();
  readonly #exchange = new Exchange(this.#directory, this, () => this.#host);
  readonly #lines = new Set<Line>();

  static async start(): Promise<MockWaServer> {
    const server = new MockWaServer();
    server.#sockets.on('connection', (socket) => {
      const line = new Line(socket, server.#identity, {
        onLogin: (from, payload) => server.#exchange.logIn(from, payload),
        onStanza: (from, node) => server.#exchange.take(from, node),
        onFault: (fault) => server.faults.push(fault),
        onClose(from) {
          server.#lines.delete(from);
          if (from.companion?.line === from) from.companion.line = undefined;
        },
      });
      server.#lines.add(line);
    });
    server.#http.listen(0, '127.0.0.1');
    await once(server.#http, 'listening');
    return server;
  }

  /** For `waWebSocketUrl`. */
  get url(): string {
    return `ws://${this.#host}/ws/chat`;
  }

  /** For a child process that is started with `--import` of `preload.ts`. */
  get env(): Trusted {
    return {
      WHATSAPP_WEB_TEST_ROOT: this.#identity.rootKey.toString('base64'),
      WHATSAPP_WEB_TEST_MEDIA: this.#host,
    };
  }

  /** Makes Baileys in this process accept this server, until the returned undo. */
  trust(): () => void {
    return trust(this.env);
  }

  /** A person with a phone; also the one who owns a bot's number. */
  addUser(options: UserOptions): MockUser {
    return this.#directory.add(options);
  }

  /** Cuts all lines and gives the port back. */
  async stop(): Promise<void> {
    for (const line of this.#lines) line.drop();
    await new Promise<void>((resolve) => this.#sockets.close(() => resolve()));
    this.#http.closeAllConnections();
    await new Promise<void>((resolve) => this.#http.close(() => resolve()));
  }

  /** The owner points the phone at the QR of a device: `qr` is the text in `connection.update`. */
  scanQr(owner: MockUser, qr: string): Companion {
    const { ref, advSecret } = readQr(qr);
    const line = [...this.#lines].find(({ refs }) => refs.includes(ref));
    if (!line?.registration) throw new Error('no line shows this QR');
    const companion = enrol(owner, line.registration);
    line.send(pairSuccess(companion, advSecret));
    return companion;
  }

  /** The owner types the code of a device that asked to be linked to this number; rejects if it is the wrong one. */
  async enterCode(owner: MockUser, code: string): Promise<Companion> {
    const request = await this.#exchange.codes.waitFor(({ phone, open }) => open && phone === owner.phone);
    return request.enter(owner, code);
  }

  /**
   * The history that a phone sends after pairing, with nothing in it. Until it or something live comes, Baileys holds
   * back for 20 s what waited for the first login, although it has acknowledged it.
   */
  async pushEmptyHistory(companion: Companion): Promise<void> {
    await companion.owner.send(companion, emptyHistory(), { attrs: { category: 'peer' } });
  }

  /** A message in a newsletter that the account follows: not encrypted, from nobody. Answers the id. */
  postInNewsletter(companion: Companion, newsletter: string, message: proto.IMessage, id = newId()): string {
    const attrs = { id, from: newsletter, t: seconds(), type: 'text', server_id: '100' };
    companion.deliver(stanza('message', attrs, [stanza('plaintext', {}, proto.Message.encode(message).finish())]));
    return id;
  }

  /** The owner removes the device in the phone's settings. */
  unlink(companion: Companion): void {
    companion.unlinked = true;
    companion.line?.send(removed());
    companion.line?.close();
  }

  dropLine(companion: Companion): void {
    companion.line?.drop();
  }

  streamError(companion: Companion, code: number): void {
    companion.line?.send(failed(code));
  }

  /** As when another process logs in with the same credentials, which does this by itself. */
  replaceSession(companion: Companion): void {
    companion.line?.send(replaced());
  }

  get #host(): string {
    return `127.0.0.1:${(this.#http.address() as AddressInfo).port}`;
  }
}
