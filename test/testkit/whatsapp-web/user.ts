/** Somebody with a phone: a person who writes to the bot, or the owner of the bot's number. */

import { type BinaryNode, encodeBigEndian, jidEncode, type proto } from '@whiskeysockets/baileys';
import type { Companion } from './companion.ts';
import { Arrivals, type Seen } from './inbox.ts';
import { SignalParty } from './signal.ts';
import { newId, seconds, stanza } from './stanzas.ts';

export interface UserOptions {
  /** Digits, with the country. */
  phone: string;
  /** Digits. */
  lid: string;
  name: string;
  /** Which of the two they write as. */
  addressing?: 'lid' | 'pn';
  /** Whether the server tells their number along with their LID. */
  revealPhone?: boolean;
  /** What their phone tells the bot of each message, by itself. */
  autoReceipts?: readonly ReceiptKind[];
}

export type ReceiptKind = 'delivery' | 'read';

export interface SendOptions {
  /** To send one id a second time. */
  id?: string;
  /** The chat, where it is not their own: a group, `status@broadcast`. */
  chat?: string;
  attrs?: Record<string, string>;
}

export class MockUser {
  readonly phone: string;
  readonly lidUser: string;
  readonly name: string;
  readonly pn: string;
  readonly lid: string;
  addressing: 'lid' | 'pn';
  revealPhone: boolean;
  autoReceipts: readonly ReceiptKind[];
  readonly signal = new SignalParty();
  /** The devices linked to their account, by number. */
  readonly companions = new Map<number, Companion>();
  /** What they got from the bot. */
  readonly received: Arrivals<Seen>;
  /** What the bot told of their messages: `delivery`, `inactive`, `read`, `retry`. */
  readonly receipts: Arrivals<{ ids: readonly string[]; type: string }>;

  constructor(options: UserOptions) {
    this.phone = options.phone;
    this.lidUser = options.lid;
    this.name = options.name;
    this.pn = jidEncode(options.phone, 's.whatsapp.net');
    this.lid = jidEncode(options.lid, 'lid');
    this.addressing = options.addressing ?? 'lid';
    this.revealPhone = options.revealPhone ?? true;
    this.autoReceipts = options.autoReceipts ?? ['delivery'];
    this.received = new Arrivals(`messages to ${options.name}`);
    this.receipts = new Arrivals(`receipts to ${options.name}`);
  }

  /** The address they write from. */
  get jid(): string {
    return this.addressing === 'lid' ? this.lid : this.pn;
  }

  get inbox(): readonly Seen[] {
    return this.received.all;
  }

  waitFor(fits: (message: Seen) => boolean, limitMs?: number): Promise<Seen> {
    return this.received.waitFor(fits, limitMs);
  }

  /** Sends and answers the id. What is sent while the bot is away waits for it on the server. */
  async send(companion: Companion, message: proto.IMessage, options?: SendOptions): Promise<string> {
    const node = await this.stanzaFor(companion, message, options);
    companion.deliver(node);
    return node.attrs.id ?? '';
  }

  sendText(companion: Companion, text: string, options?: SendOptions): Promise<string> {
    return this.send(companion, { conversation: text }, options);
  }

  /** What the owner writes to somebody on the phone itself; the bot gets its copy. */
  sendAsOwner(companion: Companion, to: MockUser, message: proto.IMessage): Promise<string> {
    const copy = { deviceSentMessage: { destinationJid: to.jid, message } };
    return this.send(companion, copy, { attrs: { from: this.pn, recipient: to.jid } });
  }

  /** A message that the bot cannot read; it will ask for it again, and gets no answer. */
  sendUnreadable(companion: Companion, id = newId()): string {
    const garbage = stanza('enc', { v: '2', type: 'msg' }, Buffer.from([0x33, 1, 2, 3, 4, 5, 6, 7, 8, 9]));
    companion.deliver(stanza('message', this.#envelope(companion, { id }), [garbage]));
    return id;
  }

  /** Encrypts a message once, for a test to deliver twice, late or never. */
  async stanzaFor(companion: Companion, message: proto.IMessage, options: SendOptions = {}): Promise<BinaryNode> {
    const { type, body } = await this.signal.encrypt(companion.signalAddress, message, () => companion.takeBundle());
    return stanza('message', this.#envelope(companion, options), [stanza('enc', { v: '2', type }, body)]);
  }

  /** Tells the bot of these messages of it: for what `autoReceipts` did not tell, late, or out of order. */
  receipt(companion: Companion, ids: string | readonly string[], kind: ReceiptKind): void {
    const [first = '', ...others] = typeof ids === 'string' ? [ids] : ids;
    const items = others.map((other) => stanza('item', { id: other }));
    const list = items.length === 0 ? undefined : [stanza('list', {}, items)];
    this.#deliverReceipt(companion, first, kind === 'read' ? 'read' : undefined, list);
  }

  /** Asks for a message again, as a phone that could not decrypt it. */
  askRetry(companion: Companion, id: string, count = 1): void {
    this.signal.forget(companion.signalAddress);
    this.#deliverReceipt(companion, id, 'retry', [
      stanza('retry', { count: String(count), id, t: seconds(), v: '1' }),
      stanza('registration', {}, encodeBigEndian(this.signal.registrationId)),
    ]);
  }

  #deliverReceipt(companion: Companion, id: string, type: string | undefined, content?: BinaryNode[]): void {
    const attrs = { id, from: this.jid, t: seconds(), ...(type === undefined ? {} : { type }) };
    companion.deliver(stanza('receipt', attrs, content));
  }

  #envelope(companion: Companion, { id = newId(), chat, attrs = {} }: SendOptions): Record<string, string> {
    const base = { id, t: seconds(), type: 'text', notify: this.name };
    if (chat !== undefined) return { ...base, from: chat, participant: this.jid, ...attrs };
    if (this === companion.owner) return { ...base, from: this.pn, ...attrs };
    const other: Record<string, string> = { addressing_mode: this.addressing };
    if (this.addressing === 'pn') other.sender_lid = this.lid;
    else if (this.revealPhone) other.sender_pn = this.pn;
    return { ...base, from: this.jid, ...other, ...attrs };
  }
}
