/** A message of the bot on its way to the phones: acknowledged or refused, decrypted there, told of by receipts. */

import { type BinaryNode, getBinaryNodeChild, getBinaryNodeChildren } from '@whiskeysockets/baileys';
import type { Companion } from './companion.ts';
import type { Directory } from './directory.ts';
import { readSeen } from './inbox.ts';
import { bytesOf, child, seconds, stanza } from './stanzas.ts';

/** The server's answer to a message: taken, or refused with this code. */
export function ackFor({ attrs: { id = '', to = '' } }: BinaryNode, error: number | undefined): BinaryNode {
  const base = { class: 'message', id, from: to, t: seconds() };
  return stanza('ack', error === undefined ? base : { ...base, error: String(error) });
}

/** Hands a message over to every phone that it was encrypted for. */
export async function handOut(node: BinaryNode, companion: Companion, directory: Directory): Promise<void> {
  const { id = '', to = '' } = node.attrs;
  for (const { jid, enc } of boxesIn(node)) {
    const user = directory.find(jid);
    if (!user) continue;
    const encType = enc.attrs.type === 'pkmsg' ? 'pkmsg' : 'msg';
    const message = await user.signal.decrypt(companion.signalAddress, encType, bytesOf(enc)).catch(() => undefined);
    if (message) user.received.put(readSeen({ id, to, encType }, message.deviceSentMessage?.message ?? message));
    // The owner's phone has nothing to tell of what its own account sent.
    if (user === companion.owner) continue;
    if (!message) user.askRetry(companion, id);
    else for (const kind of user.autoReceipts) user.receipt(companion, id, kind);
  }
}

function boxesIn(node: BinaryNode): { jid: string; enc: BinaryNode }[] {
  const direct = getBinaryNodeChild(node, 'enc');
  if (direct) return [{ jid: node.attrs.to ?? '', enc: direct }];
  const list = getBinaryNodeChildren(getBinaryNodeChild(node, 'participants'), 'to');
  return list.map((to) => ({ jid: to.attrs.jid ?? '', enc: child(to, 'enc') }));
}
