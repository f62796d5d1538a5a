/** Keeps identifiers readable only to who holds DATA_KEY: AES-256-GCM to read them back, a keyed hash to find them. */

import { createCipheriv, createDecipheriv, createHmac, createSecretKey, hkdfSync, randomBytes } from 'node:crypto';

export interface Vault {
  /** The same words give the same hash; without the key nobody can make or reverse it. 22 characters. */
  lookup(...words: readonly string[]): string;
  seal(plain: string): string;
  /** Throws if the text was sealed with another key or altered. */
  open(sealed: string): string;
  /** Tells two keys apart without saying anything about either. */
  readonly fingerprint: string;
}

/** `dataKey` is 32 bytes, as hexadecimal or base64. Throws, naming DATA_KEY, for anything else. */
export function createVault(dataKey: string): Vault {
  const master = /^[0-9a-f]{64}$/i.test(dataKey)
    ? Buffer.from(dataKey, 'hex')
    : Buffer.from(/^[\w+/-]{43}=?$/.test(dataKey) ? dataKey : '', 'base64');
  if (master.length !== 32) {
    throw new Error('DATA_KEY must be 32 bytes in hexadecimal or base64. Make one with: openssl rand -hex 32');
  }
  const derive = (use: string) => createSecretKey(Buffer.from(hkdfSync('sha256', master, '', use, 32)));
  const lookupKey = derive('asamblea lookup');
  const sealKey = derive('asamblea seal');
  const lookup = (...words: readonly string[]) =>
    createHmac('sha256', lookupKey).update(words.join('\0')).digest('base64url').slice(0, 22);

  return {
    lookup,
    fingerprint: lookup('fingerprint'),
    seal(plain) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', sealKey, nonce);
      const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url');
    },
    open(sealed) {
      const bytes = Buffer.from(sealed, 'base64url');
      const decipher = createDecipheriv('aes-256-gcm', sealKey, bytes.subarray(0, 12), { authTagLength: 16 });
      decipher.setAuthTag(bytes.subarray(12, 28));
      return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8');
    },
  };
}
