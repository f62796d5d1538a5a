/** A throw-away certificate authority. */

import { Curve, type KeyPair, proto } from '@whiskeysockets/baileys';

export interface ServerIdentity {
  rootKey: Buffer<ArrayBuffer>;
  staticKeys: KeyPair;
  /** Root, intermediate, leaf, as the client wants to see them. */
  chain: Uint8Array;
}

const NOT_AFTER = 4_102_444_800;

export function createServerIdentity(): ServerIdentity {
  const [root, intermediate, leaf] = [Curve.generateKeyPair(), Curve.generateKeyPair(), Curve.generateKeyPair()];
  const { Details } = proto.CertChain.NoiseCertificate;
  const certify = (issuer: KeyPair, details: proto.CertChain.NoiseCertificate.IDetails) => {
    const bytes = Details.encode({ ...details, notBefore: 0, notAfter: NOT_AFTER }).finish();
    return { details: bytes, signature: Curve.sign(issuer.private, bytes) };
  };
  const chain = proto.CertChain.encode({
    intermediate: certify(root, { serial: 1, issuerSerial: 0, key: intermediate.public }),
    leaf: certify(intermediate, { serial: 2, issuerSerial: 1, key: leaf.public }),
  }).finish();
  return { rootKey: Buffer.from(root.public), staticKeys: leaf, chain };
}
