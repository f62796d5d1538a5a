/** A linked device of somebody's account: what the bot is to the server. */

import { type BinaryNode, jidEncode, S_WHATSAPP_NET } from '@whiskeysockets/baileys';
import type { Line } from './line.ts';
import type { Registration } from './pairing.ts';
import { type KeyBundle, type PublicPreKey, signalKey } from './signal.ts';
import { fromServer, newId, seconds, stanza } from './stanzas.ts';
import type { MockUser } from './user.ts';

/** Below five keys the device makes new ones when it is told. */
const FEW_PRE_KEYS = 4;

export class Companion {
  readonly owner: MockUser;
  readonly deviceId: number;
  readonly jid: string;
  readonly lid: string;
  /** How the Signal layer of the phones names it. */
  readonly signalAddress: string;
  /** As it is, without Signal's version byte. */
  identityKey: Buffer;
  signedPreKey: Registration['signedPreKey'];
  readonly registrationId: number;
  readonly preKeys: PublicPreKey[] = [];
  /** What the device has not yet acknowledged; it comes again at the next login. */
  pending: BinaryNode[] = [];
  line: Line | undefined;
  /** How often it has logged in. */
  logins = 0;
  unlinked = false;

  constructor(owner: MockUser, deviceId: number, registration: Registration) {
    this.owner = owner;
    this.deviceId = deviceId;
    this.jid = jidEncode(owner.phone, 's.whatsapp.net', deviceId);
    this.lid = jidEncode(owner.lidUser, 'lid', deviceId);
    this.signalAddress = `${owner.phone}.${deviceId}`;
    this.registrationId = registration.registrationId;
    this.identityKey = registration.identityKey;
    this.signedPreKey = registration.signedPreKey;
  }

  /** Whether what is delivered now arrives live, not by the queue. */
  get online(): boolean {
    return this.line?.live === true;
  }

  /** Keeps the stanza until the device acknowledges it; sends it at once to a device that is online. */
  deliver(node: BinaryNode): void {
    this.pending.push(node);
    if (this.online) this.line?.send(node);
  }

  /** Puts a stanza on the line with no book-keeping: for second copies. */
  sendRaw(node: BinaryNode): void {
    this.line?.send(node);
  }

  settle(tag: string | undefined, ids: readonly (string | undefined)[]): void {
    this.pending = this.pending.filter((node) => node.tag !== tag || !ids.includes(node.attrs.id));
  }

  /** All that waited, marked as late, and then the word that this was all. */
  handOverQueue(): void {
    const { line, pending } = this;
    if (!line) return;
    for (const node of pending) line.send({ ...node, attrs: { ...node.attrs, offline: '1' } });
    line.live = true;
    line.send(stanza('ib', fromServer(), [stanza('offline', { count: String(pending.length) })]));
  }

  takeBundle(): KeyBundle {
    const preKey = this.preKeys.shift();
    const left = String(this.preKeys.length);
    if (preKey && this.preKeys.length === FEW_PRE_KEYS)
      this.deliver(
        stanza('notification', { from: S_WHATSAPP_NET, type: 'encrypt', id: newId(), t: seconds() }, [
          stanza('count', { value: left }),
        ]),
      );
    const { registrationId, signedPreKey } = this;
    return { registrationId, identityKey: signalKey(this.identityKey), signedPreKey, preKey };
  }
}
