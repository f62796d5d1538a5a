/** Small things that every stanza needs. */

import { randomBytes } from 'node:crypto';
import { type BinaryNode, getBinaryNodeChild, S_WHATSAPP_NET } from '@whiskeysockets/baileys';

/** The time as attributes carry it. */
export const seconds = () => String(Math.floor(Date.now() / 1000));

/** In the form of the ids that phones give. */
export const newId = () => `3EB0${randomBytes(9).toString('hex').toUpperCase()}`;

export const fromServer = (attrs: Record<string, string> = {}) => ({ from: S_WHATSAPP_NET, ...attrs });

export function stanza(tag: string, attrs: Record<string, string> = {}, content?: BinaryNode['content']): BinaryNode {
  return content === undefined ? { tag, attrs } : { tag, attrs, content };
}

/** The child of this name, which must be there. */
export function child(node: BinaryNode, tag: string): BinaryNode {
  const found = getBinaryNodeChild(node, tag);
  if (!found) throw new Error(`<${node.tag}> lacks <${tag}>`);
  return found;
}

/** The bytes in a node, which must have some. */
export function bytesOf(node: BinaryNode): Buffer {
  if (!(node.content instanceof Uint8Array)) throw new Error(`<${node.tag}> holds no bytes`);
  return Buffer.from(node.content);
}
