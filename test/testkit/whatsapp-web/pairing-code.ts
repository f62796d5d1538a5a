/** Pairing by a code that the device shows and the owner types on the phone. */

import { randomBytes } from 'node:crypto';
import {
  aesDecryptCTR,
  aesDecryptGCM,
  aesEncryptCTR,
  type BinaryNode,
  Curve,
  derivePairingCodeKey,
  hkdf,
  jidDecode,
} from '@whiskeysockets/baileys';
import type { Companion } from './companion.ts';
import type { Line } from './line.ts';
import { enrol, pairSuccess } from './pairing.ts';
import { bytesOf, child, fromServer, newId, seconds, stanza } from './stanzas.ts';
import type { MockUser } from './user.ts';

/** A wrapped public key is 32 bytes of salt, 16 of initial vector, and the key. */
const [SALT, IV] = [32, 16];
const GCM_IV = 12;

/** One request for a code, from the device's hello to the end. */
export class CodeRequest {
  /** Whose number the device wants to be linked to. */
  readonly phone: string | undefined;
  readonly #line: Line;
  readonly #wrapped: Buffer;
  readonly #ref = randomBytes(24);
  readonly #ephemeral = Curve.generateKeyPair();
  #entered = false;
  readonly #finish = Promise.withResolvers<BinaryNode>();

  /** `hello` is the device's first stage. */
  constructor(line: Line, hello: BinaryNode) {
    this.phone = jidDecode(hello.attrs.jid)?.user;
    this.#line = line;
    this.#wrapped = bytesOf(child(hello, 'link_code_pairing_wrapped_companion_ephemeral_pub'));
  }

  /** Whether it is the one that the device asked for last, and no code has been typed for it yet. */
  get open(): boolean {
    return this.#line.code === this && !this.#entered;
  }

  /** The answer to the hello. */
  accepted(): BinaryNode {
    return stanza('link_code_companion_reg', { stage: 'companion_hello' }, [
      stanza('link_code_pairing_ref', {}, this.#ref),
    ]);
  }

  /** The device's last stage. */
  finish(node: BinaryNode): void {
    this.#finish.resolve(node);
  }

  /** The owner types the code on the phone; rejects if it is not the one that the device shows. */
  async enter(owner: MockUser, code: string): Promise<Companion> {
    this.#entered = true;
    if (!this.#line.registration) throw new Error('the device has not said who it is');
    const key = await derivePairingCodeKey(code, this.#wrapped.subarray(0, SALT));
    const iv = this.#wrapped.subarray(SALT, SALT + IV);
    const companionKey = aesDecryptCTR(this.#wrapped.subarray(SALT + IV), key, iv);
    const [ownSalt, ownIv] = [randomBytes(SALT), randomBytes(IV)];
    const ownKey = await derivePairingCodeKey(code, ownSalt);
    const sealed = aesEncryptCTR(this.#ephemeral.public, ownKey, ownIv);
    this.#line.send(this.#primaryHello(owner, Buffer.concat([ownSalt, ownIv, sealed])));

    const secret = this.#secret(owner, companionKey, await this.#finish.promise);
    const companion = enrol(owner, this.#line.registration);
    this.#line.send(pairSuccess(companion, secret));
    return companion;
  }

  #primaryHello(owner: MockUser, wrapped: Buffer): BinaryNode {
    return stanza('notification', fromServer({ type: 'link_code_companion_reg', id: newId(), t: seconds() }), [
      stanza('link_code_companion_reg', { stage: 'primary_hello' }, [
        stanza('link_code_pairing_ref', {}, this.#ref),
        stanza('primary_identity_pub', {}, owner.signal.identity.public),
        stanza('link_code_pairing_wrapped_primary_ephemeral_pub', {}, wrapped),
      ]),
    ]);
  }

  /** What both sides now know; the wrong code has given both a wrong key, and nothing can be opened. */
  #secret(owner: MockUser, companionKey: Buffer, finish: BinaryNode): Buffer {
    const shared = Curve.sharedKey(this.#ephemeral.private, companionKey);
    const bundle = bytesOf(child(finish, 'link_code_pairing_wrapped_key_bundle'));
    const [salt, iv] = [bundle.subarray(0, SALT), bundle.subarray(SALT, SALT + GCM_IV)];
    const key = Buffer.from(hkdf(shared, 32, { salt, info: 'link_code_pairing_key_bundle_encryption_key' }));
    const plain = openBundle(bundle.subarray(SALT + GCM_IV), key, iv);
    const [companionIdentity, random] = [plain.subarray(0, 32), plain.subarray(64)];
    const identities = Curve.sharedKey(owner.signal.identity.private, companionIdentity);
    return Buffer.from(hkdf(Buffer.concat([shared, identities, random]), 32, { info: 'adv_secret' }));
  }
}

function openBundle(sealed: Buffer, key: Buffer, iv: Buffer): Buffer {
  try {
    return aesDecryptGCM(sealed, key, iv, Buffer.alloc(0));
  } catch (cause) {
    throw new Error('this is not the code that the device shows', { cause });
  }
}
