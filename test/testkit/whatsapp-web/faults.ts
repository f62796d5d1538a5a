/** The words with which the server ends a connection. */

import type { BinaryNode } from '@whiskeysockets/baileys';
import { stanza } from './stanzas.ts';

export const replaced = (): BinaryNode => stanza('stream:error', {}, [stanza('conflict', { type: 'replaced' })]);

export const removed = (): BinaryNode =>
  stanza('stream:error', { code: '401' }, [stanza('conflict', { type: 'device_removed' })]);

export const failed = (code: number): BinaryNode => stanza('stream:error', { code: String(code) }, [stanza('error')]);
