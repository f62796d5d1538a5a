/** Who a message is from: WhatsApp knows people by an opaque id (LID), by their number, or by both. */

import { isLidUser, isPnUser, jidDecode, jidNormalizedUser, type WAMessageKey } from '@whiskeysockets/baileys';
import type { Identifier } from '../../conversation/inbound.ts';
import { foldNumber } from '../../conversation/phone.ts';

/** The opaque id before the number, which changes hands. Undefined where the chat is not with one person. */
export function identifiersOf(key: WAMessageKey): readonly [Identifier, ...Identifier[]] | undefined {
  if (!isPerson(key.remoteJid)) return undefined;
  const found = [key.remoteJid, key.remoteJidAlt].flatMap((jid) => identifierOf(jid) ?? []);
  const lid = found.find(({ kind }) => kind === 'wa_lid');
  const number = found.find(({ kind }) => kind === 'wa_pn');
  if (lid) return number ? [lid, number] : [lid];
  return number && [number];
}

function isPerson(jid: string | null | undefined): boolean {
  return isLidUser(jid ?? '') === true || isPnUser(jid ?? '') === true;
}

function identifierOf(jid: string | null | undefined): Identifier | undefined {
  const user = jidDecode(jid ?? '')?.user;
  if (!jid || !user || !isPerson(jid)) return undefined;
  const address = jidNormalizedUser(jid);
  return isLidUser(jid)
    ? { kind: 'wa_lid', value: user, address }
    : { kind: 'wa_pn', value: foldNumber(user), address };
}
