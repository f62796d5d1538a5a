/** What the server does with each stanza of a bot. */

import { type BinaryNode, getBinaryNodeChild, getBinaryNodeChildren, type proto } from '@whiskeysockets/baileys';
import type { Companion } from './companion.ts';
import type { Directory } from './directory.ts';
import { replaced } from './faults.ts';
import { Arrivals } from './inbox.ts';
import type { Line } from './line.ts';
import { ackFor, handOut } from './outgoing.ts';
import { newRefs, pairDevice, registrationIn } from './pairing.ts';
import { CodeRequest } from './pairing-code.ts';
import { answerQuery } from './queries.ts';
import { fromServer, newId, seconds, stanza } from './stanzas.ts';

/** What a test can set. */
export interface Switches {
  /** Sees every stanza of a bot first; the server never gets one that is answered with `drop`. */
  onStanza: ((node: BinaryNode, companion: Companion | undefined) => 'drop' | undefined) | undefined;
  /** `silent` leaves pings without an answer, as a half-open line does. */
  keepAlive: 'auto' | 'silent';
  /** The next message of a bot is refused with this code. */
  nackNext: number | undefined;
  /** Messages of a bot arrive, and it is never told. */
  withholdAcks: boolean;
}

export class Exchange {
  readonly codes = new Arrivals<CodeRequest>('requests for a pairing code');
  readonly #directory: Directory;
  readonly #switches: Switches;
  readonly #mediaHost: () => string;

  constructor(directory: Directory, switches: Switches, mediaHost: () => string) {
    this.#directory = directory;
    this.#switches = switches;
    this.#mediaHost = mediaHost;
  }

  logIn(line: Line, payload: proto.ClientPayload): void {
    if (!payload.username) {
      line.registration = registrationIn(payload);
      line.refs = newRefs();
      line.send(pairDevice(line.refs));
      return;
    }
    const companion = this.#directory.companion(payload);
    if (!companion || companion.unlinked) {
      line.send(stanza('failure', { reason: '401', location: 'test' }));
      line.close();
      return;
    }
    companion.line?.send(replaced());
    companion.line?.close();
    line.companion = companion;
    companion.line = line;
    companion.logins++;
    line.send(stanza('success', { t: seconds(), lid: companion.lid, props: '1', location: 'test' }));
  }

  async take(line: Line, node: BinaryNode): Promise<void> {
    const { companion } = line;
    if (this.#switches.onStanza?.(node, companion) === 'drop') return;
    if (node.tag === 'iq') this.#takeQuery(line, node);
    if (!companion) return;
    if (node.tag === 'message') await this.#takeMessage(companion, node);
    if (node.tag === 'receipt') this.#takeReceipt(companion, node);
    if (node.tag === 'ack') companion.settle(node.attrs.class, [node.attrs.id]);
    if (node.tag === 'ib' && getBinaryNodeChild(node, 'offline_batch')) companion.handOverQueue();
  }

  async #takeMessage(companion: Companion, node: BinaryNode): Promise<void> {
    const refusal = this.#switches.nackNext;
    this.#switches.nackNext = undefined;
    if (!this.#switches.withholdAcks) companion.line?.send(ackFor(node, refusal));
    if (refusal === undefined) await handOut(node, companion, this.#directory);
  }

  /** A receipt for a message is also what takes it off the queue. */
  #takeReceipt(companion: Companion, { attrs, content }: BinaryNode): void {
    const { id = '', to = '', type } = attrs;
    const list = Array.isArray(content) ? content.find(({ tag }) => tag === 'list') : undefined;
    const ids = [id, ...getBinaryNodeChildren(list, 'item').map((item) => item.attrs.id ?? '')];
    if (type !== 'retry') companion.settle('message', ids);
    companion.line?.send(stanza('ack', { class: 'receipt', id, from: to, ...(type === undefined ? {} : { type }) }));
    this.#directory.find(to)?.receipts.put({ ids, type: type ?? 'delivery' });
  }

  #takeQuery(line: Line, node: BinaryNode): void {
    const { attrs, content } = node;
    const asked = Array.isArray(content) ? content[0] : undefined;
    if (attrs.type === 'result') {
      if (asked?.tag !== 'pair-device-sign') return;
      line.send(stanza('stream:error', { code: '515' }));
      line.close();
      return;
    }
    if (attrs.xmlns === 'w:p' && this.#switches.keepAlive === 'silent') return;
    line.send(stanza('iq', fromServer({ type: 'result', id: attrs.id ?? newId() }), this.#answer(line, node, asked)));
    if (asked?.tag === 'active' && line.companion) greet(line.companion);
    if (asked?.attrs.stage === 'companion_finish') line.code?.finish(asked);
  }

  #answer(line: Line, node: BinaryNode, asked: BinaryNode | undefined): BinaryNode[] | undefined {
    const { companion } = line;
    if (asked?.attrs.stage === 'companion_hello') {
      line.code = new CodeRequest(line, asked);
      this.codes.put(line.code);
      return [line.code.accepted()];
    }
    if (!companion || !asked) return undefined;
    return answerQuery({ node, asked, companion, directory: this.#directory, mediaHost: this.#mediaHost() });
  }
}

/** A device that has become active is told what waits for it; it then asks for that. */
function greet(companion: Companion): void {
  const count = String(companion.pending.length);
  if (companion.pending.length === 0) companion.handOverQueue();
  else companion.line?.send(stanza('ib', fromServer(), [stanza('offline_preview', { count, message: count })]));
}
