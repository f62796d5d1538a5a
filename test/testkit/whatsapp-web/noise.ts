/** The server's half of the Noise XX handshake, and the sealed frames after it. */

import {
  aesDecryptGCM,
  aesEncryptGCM,
  Curve,
  hkdf,
  NOISE_MODE,
  NOISE_WA_HEADER,
  proto,
  sha256,
} from '@whiskeysockets/baileys';
import type { ServerIdentity } from './certificates.ts';

const NOTHING = Buffer.alloc(0);

function nonce(counter: number): Buffer {
  const iv = Buffer.alloc(12);
  iv.writeUInt32BE(counter, 8);
  return iv;
}

function required(bytes: Uint8Array | null | undefined): Buffer {
  if (!bytes) throw new Error('the handshake lacks a field');
  return Buffer.from(bytes);
}

export class NoiseResponder {
  readonly #identity: ServerIdentity;
  readonly #ephemeral = Curve.generateKeyPair();
  #hash: Buffer = Buffer.from(NOISE_MODE);
  #salt = this.#hash;
  #key = this.#hash;
  #counter = 0;
  #transport: { read: Buffer; write: Buffer } | undefined;
  #sealed = 0;
  #opened = 0;

  constructor(identity: ServerIdentity) {
    this.#identity = identity;
    this.#mixHash(NOISE_WA_HEADER);
  }

  /** Takes the client's first frame, answers the server's. */
  answerHello(frame: Uint8Array): Uint8Array {
    const client = required(proto.HandshakeMessage.decode(frame).clientHello?.ephemeral);
    this.#mixHash(client);
    this.#mixHash(this.#ephemeral.public);
    this.#mixKey(Curve.sharedKey(this.#ephemeral.private, client));
    const encryptedStatic = this.#encrypt(this.#identity.staticKeys.public);
    this.#mixKey(Curve.sharedKey(this.#identity.staticKeys.private, client));
    const payload = this.#encrypt(this.#identity.chain);
    const serverHello = { ephemeral: this.#ephemeral.public, static: encryptedStatic, payload };
    return proto.HandshakeMessage.encode({ serverHello }).finish();
  }

  /** Takes the client's second frame; from here on frames are sealed. */
  finish(frame: Uint8Array): proto.ClientPayload {
    const { clientFinish } = proto.HandshakeMessage.decode(frame);
    const clientStatic = this.#decrypt(required(clientFinish?.static));
    this.#mixKey(Curve.sharedKey(this.#ephemeral.private, clientStatic));
    const payload = this.#decrypt(required(clientFinish?.payload));
    const [read, write] = this.#derive(NOTHING);
    this.#transport = { read, write };
    return proto.ClientPayload.decode(payload);
  }

  seal(plain: Uint8Array): Buffer {
    if (!this.#transport) throw new Error('the handshake is not finished');
    return aesEncryptGCM(plain, this.#transport.write, nonce(this.#sealed++), NOTHING);
  }

  open(sealed: Uint8Array): Buffer {
    if (!this.#transport) throw new Error('the handshake is not finished');
    return aesDecryptGCM(sealed, this.#transport.read, nonce(this.#opened++), NOTHING);
  }

  #mixHash(data: Uint8Array): void {
    this.#hash = sha256(Buffer.concat([this.#hash, data]));
  }

  #derive(secret: Uint8Array): [Buffer, Buffer] {
    const bytes = Buffer.from(hkdf(secret, 64, { salt: this.#salt, info: '' }));
    return [bytes.subarray(0, 32), bytes.subarray(32)];
  }

  #mixKey(secret: Uint8Array): void {
    [this.#salt, this.#key] = this.#derive(secret);
    this.#counter = 0;
  }

  #encrypt(plain: Uint8Array): Buffer {
    const sealed = aesEncryptGCM(plain, this.#key, nonce(this.#counter++), this.#hash);
    this.#mixHash(sealed);
    return sealed;
  }

  #decrypt(sealed: Uint8Array): Buffer {
    const plain = aesDecryptGCM(sealed, this.#key, nonce(this.#counter++), this.#hash);
    this.#mixHash(sealed);
    return plain;
  }
}
