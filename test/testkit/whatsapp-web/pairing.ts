/** How a device becomes one of somebody's account: what it tells, and what the phone vouches for. */

import { randomBytes } from 'node:crypto';
import { type BinaryNode, Curve, hmacSign, proto, WA_ADV_ACCOUNT_SIG_PREFIX } from '@whiskeysockets/baileys';
import { Companion } from './companion.ts';
import { type KeyBundle, signalKey } from './signal.ts';
import { fromServer, newId, seconds, stanza } from './stanzas.ts';
import type { MockUser } from './user.ts';

/** What a device tells of itself before it is paired. */
export type Registration = Omit<KeyBundle, 'preKey'>;

export function registrationIn(payload: proto.ClientPayload): Registration {
  const data = payload.devicePairingData;
  if (!data?.eRegid || !data.eIdent || !data.eSkeyId || !data.eSkeyVal || !data.eSkeySig)
    throw new Error('the device does not say who it is');
  return {
    registrationId: Buffer.from(data.eRegid).readUInt32BE(0),
    identityKey: Buffer.from(data.eIdent),
    signedPreKey: {
      keyId: Buffer.from(data.eSkeyId).readUIntBE(0, 3),
      publicKey: signalKey(data.eSkeyVal),
      signature: Buffer.from(data.eSkeySig),
    },
  };
}

/** Six of them, so that the device can show one after the other. */
export function newRefs(): string[] {
  return Array.from({ length: 6 }, () => `2@${randomBytes(24).toString('base64url')}`);
}

export function pairDevice(refs: readonly string[]): BinaryNode {
  const shown = refs.map((ref) => stanza('ref', {}, Buffer.from(ref)));
  return stanza('iq', fromServer({ type: 'set', id: newId(), xmlns: 'md' }), [stanza('pair-device', {}, shown)]);
}

/** The fields of the text that Baileys gives as `qr`. */
export function readQr(qr: string): { ref: string; identityKey: Buffer; advSecret: Buffer } {
  const [ref, , identity, secret] = qr.split('#').at(-1)?.split(',') ?? [];
  if (!ref || !identity || !secret) throw new Error(`this is no QR of a device: ${qr}`);
  return { ref, identityKey: Buffer.from(identity, 'base64'), advSecret: Buffer.from(secret, 'base64') };
}

/** A new device of this owner. */
export function enrol(owner: MockUser, registration: Registration): Companion {
  const companion = new Companion(owner, 1 + owner.companions.size, registration);
  owner.companions.set(companion.deviceId, companion);
  return companion;
}

/** The phone's word for the device; the secret is what the phone learned from the QR or the code. */
export function pairSuccess({ owner, deviceId, identityKey, jid, lid }: Companion, advSecret: Buffer): BinaryNode {
  const details = proto.ADVDeviceIdentity.encode({
    rawId: 1,
    timestamp: Number(seconds()),
    keyIndex: deviceId,
  }).finish();
  const { public: accountSignatureKey, private: accountKey } = owner.signal.identity;
  const signed = proto.ADVSignedDeviceIdentity.encode({
    details,
    accountSignatureKey,
    accountSignature: Curve.sign(accountKey, Buffer.concat([WA_ADV_ACCOUNT_SIG_PREFIX, details, identityKey])),
  }).finish();
  const vouched = proto.ADVSignedDeviceIdentityHMAC.encode({
    details: signed,
    hmac: hmacSign(signed, advSecret),
  }).finish();
  return stanza('iq', fromServer({ type: 'set', id: newId(), xmlns: 'md', t: seconds() }), [
    stanza('pair-success', {}, [
      stanza('device-identity', {}, vouched),
      stanza('platform', { name: 'android' }),
      stanza('device', { jid, lid }),
    ]),
  ]);
}
