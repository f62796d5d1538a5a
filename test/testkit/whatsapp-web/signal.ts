/** A phone as the Signal layer sees it: identity, pre-keys and sessions, in memory. */

import {
  type BinaryNode,
  Curve,
  encodeBigEndian,
  encodeWAMessage,
  generateSignalPubKey,
  KEY_BUNDLE_TYPE,
  type KeyPair,
  proto,
  signedKeyPair,
  unpadRandomMax16,
  xmppPreKey,
  xmppSignedPreKey,
} from '@whiskeysockets/baileys';
import libsignal, { type SessionBuilder, type SignalStorage } from 'libsignal';

export interface PublicPreKey {
  keyId: number;
  publicKey: Buffer;
}

/** What a device leaves on the server, for others to open a session with. */
export interface KeyBundle {
  registrationId: number;
  identityKey: Buffer;
  signedPreKey: PublicPreKey & { signature: Buffer };
  /** None are left: the session begins without. */
  preKey: PublicPreKey | undefined;
}

/** libsignal takes a bundle with no pre-key, though its types do not say so. */
type Bundle = Parameters<SessionBuilder['initOutgoing']>[0];

export type Ciphertext = { type: 'pkmsg' | 'msg'; body: Buffer };

export class SignalParty {
  readonly identity = Curve.generateKeyPair();
  readonly registrationId = 1 + Math.floor(Math.random() * 16_000);
  readonly #signedPreKey = signedKeyPair(this.identity, 1);
  readonly #preKeys = new Map<string, KeyPair>();
  readonly #sessions = new Map<string, Uint8Array>();
  #lastPreKey = 0;
  /** One thing at a time: two first messages at once must not open two sessions. */
  #last: Promise<unknown> = Promise.resolve();

  /** The bundle as the server hands it out; each call uses up one pre-key. */
  bundle(): BinaryNode[] {
    const id = ++this.#lastPreKey;
    const pair = Curve.generateKeyPair();
    this.#preKeys.set(String(id), pair);
    return [
      { tag: 'registration', attrs: {}, content: encodeBigEndian(this.registrationId) },
      { tag: 'type', attrs: {}, content: KEY_BUNDLE_TYPE },
      { tag: 'identity', attrs: {}, content: this.identity.public },
      xmppSignedPreKey(this.#signedPreKey),
      xmppPreKey(pair, id),
    ];
  }

  /** Forgets the session: the next message from there cannot be read, the next one to there opens a new one. */
  forget(address: string): void {
    this.#sessions.delete(address);
  }

  /** `open` gives the other side's bundle; it is asked only when there is no session. */
  encrypt(address: string, message: proto.IMessage, open: () => KeyBundle): Promise<Ciphertext> {
    return this.#inTurn(async () => {
      const known = this.#sessions.get(address);
      if (!known || !libsignal.SessionRecord.deserialize(known).haveOpenSession())
        await new libsignal.SessionBuilder(this.#store, addressOf(address)).initOutgoing(open() as Bundle);
      const { type, body } = await this.#cipher(address).encrypt(encodeWAMessage(message));
      return { type: type === 3 ? 'pkmsg' : 'msg', body: Buffer.from(body, 'binary') };
    });
  }

  decrypt(address: string, type: string | undefined, body: Uint8Array): Promise<proto.Message> {
    return this.#inTurn(async () => {
      const [cipher, bytes] = [this.#cipher(address), Buffer.from(body)];
      const plain = await (type === 'pkmsg'
        ? cipher.decryptPreKeyWhisperMessage(bytes)
        : cipher.decryptWhisperMessage(bytes));
      return proto.Message.decode(unpadRandomMax16(plain));
    });
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#last.then(work);
    this.#last = done.catch(() => {});
    return done;
  }

  #cipher(address: string) {
    return new libsignal.SessionCipher(this.#store, addressOf(address));
  }

  readonly #store: SignalStorage = {
    loadSession: async (id) => {
      const session = this.#sessions.get(id);
      return session && libsignal.SessionRecord.deserialize(session);
    },
    storeSession: async (id, session) => {
      this.#sessions.set(id, session.serialize());
    },
    isTrustedIdentity: () => true,
    loadPreKey: async (id) => {
      const pair = this.#preKeys.get(String(id));
      return pair && signalPair(pair);
    },
    removePreKey: (id) => {
      this.#preKeys.delete(String(id));
    },
    loadSignedPreKey: () => signalPair(this.#signedPreKey.keyPair),
    getOurRegistrationId: () => this.registrationId,
    getOurIdentity: () => signalPair(this.identity),
  };
}

function signalPair(pair: KeyPair) {
  return { privKey: Buffer.from(pair.private), pubKey: signalKey(pair.public) };
}

/** A public key with the version byte that libsignal wants. */
export function signalKey(key: Uint8Array): Buffer {
  return Buffer.from(generateSignalPubKey(Buffer.from(key)));
}

function addressOf(address: string) {
  const [user = '', device] = address.split('.');
  return new libsignal.ProtocolAddress(user, Number(device));
}
