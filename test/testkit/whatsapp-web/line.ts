/** One websocket of one bot: handshake, then stanzas both ways, taken one after the other. */

import { type BinaryNode, decodeBinaryNode, encodeBinaryNode, type proto } from '@whiskeysockets/baileys';
import type { WebSocket } from 'ws';
import type { ServerIdentity } from './certificates.ts';
import type { Companion } from './companion.ts';
import { createDeframer, frame } from './frames.ts';
import { NoiseResponder } from './noise.ts';
import type { Registration } from './pairing.ts';
import type { CodeRequest } from './pairing-code.ts';

export interface LineEvents {
  onLogin(line: Line, payload: proto.ClientPayload): void;
  onStanza(line: Line, node: BinaryNode): Promise<void>;
  onClose(line: Line): void;
  /** What the server could not make sense of; the line is cut. */
  onFault(fault: unknown): void;
}

export class Line {
  /** Who logged in; undefined on a line that is still to be paired. */
  companion: Companion | undefined;
  /** What an unpaired device told of itself, and the texts of its QR. */
  registration: Registration | undefined;
  refs: readonly string[] = [];
  /** The code that it asked for last. */
  code: CodeRequest | undefined;
  /** The queue has been handed over: what comes now is live. */
  live = false;
  readonly #socket: WebSocket;
  readonly #noise: NoiseResponder;
  readonly #events: LineEvents;
  #stage: 'hello' | 'finish' | 'open' = 'hello';
  #work: Promise<void> = Promise.resolve();

  constructor(socket: WebSocket, identity: ServerIdentity, events: LineEvents) {
    this.#socket = socket;
    this.#noise = new NoiseResponder(identity);
    this.#events = events;
    const deframe = createDeframer();
    // The default type of binary messages of `ws`.
    socket.on('message', (bytes: Buffer) => {
      this.#work = this.#work
        .then(async () => {
          for (const one of deframe(bytes)) await this.#take(one);
        })
        .catch((fault: unknown) => {
          events.onFault(fault);
          socket.terminate();
        });
    });
    socket.on('close', () => events.onClose(this));
    // A broken line is told by its close.
    socket.on('error', () => {});
  }

  send(node: BinaryNode): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    this.#socket.send(frame(this.#noise.seal(encodeBinaryNode(node))));
  }

  close(): void {
    this.#socket.close();
  }

  /** Cuts it with no farewell. */
  drop(): void {
    this.#socket.terminate();
  }

  async #take(received: Buffer): Promise<void> {
    if (this.#stage === 'open') return this.#events.onStanza(this, await decodeBinaryNode(this.#noise.open(received)));
    if (this.#stage === 'hello') {
      this.#socket.send(frame(this.#noise.answerHello(received)));
      this.#stage = 'finish';
      return;
    }
    this.#stage = 'open';
    this.#events.onLogin(this, this.#noise.finish(received));
  }
}
