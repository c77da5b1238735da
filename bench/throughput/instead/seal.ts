import { constants, generateKeyPairSync, privateEncrypt, type KeyObject } from 'node:crypto';
import forge from 'node-forge';

/** Signs a text apart from it: base64 of a CMS signature. */
export type Seal = {
  readonly certificate: string;
  sign(text: string): string;
};

export const SIGNERS = ['forge', 'node'] as const;
export type Signer = (typeof SIGNERS)[number];

const BITS = 2048;

/**
 * A key of its own and signatures as the manual of node-forge has them. It knows no elliptic curves, so the key is RSA-2048,
 * where the hub's is P-256. Its RSA is written in JavaScript: with `node` the one power that takes the time is raised by
 * OpenSSL, and all else stays.
 */
export function makeSeal(signer: Signer): Seal {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: BITS });
  const key = forge.pki.privateKeyFromPem(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
  const certificate = selfSigned(key);
  const quick = signer === 'forge' ? key : { ...key, sign: native(privateKey) };
  return {
    certificate: forge.pki.certificateToPem(certificate),
    sign(text) {
      const p7 = forge.pkcs7.createSignedData();
      p7.content = forge.util.createBuffer(text, 'utf8');
      p7.addCertificate(certificate);
      p7.addSigner({
        key: quick,
        certificate,
        digestAlgorithm: forge.pki.oids['sha256'] ?? '',
        authenticatedAttributes: [
          { type: forge.pki.oids['contentType'] ?? '', value: forge.pki.oids['data'] ?? '' },
          { type: forge.pki.oids['messageDigest'] ?? '' },
          // The types know a text alone; the library wants an instant.
          { type: forge.pki.oids['signingTime'] ?? '', value: new Date() as unknown as string },
        ],
      });
      p7.sign({ detached: true });
      return forge.util.encode64(forge.asn1.toDer(p7.toAsn1()).getBytes());
    },
  };
}

function selfSigned(key: forge.pki.rsa.PrivateKey): forge.pki.Certificate {
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = forge.pki.setRsaPublicKey(key.n, key.e);
  certificate.serialNumber = '01';
  certificate.validity.notBefore = new Date();
  certificate.validity.notAfter = new Date(Date.now() + 365 * 86_400_000);
  const name = [{ name: 'commonName', value: 'Receipts of contender (iv)' }];
  certificate.setSubject(name);
  certificate.setIssuer(name);
  certificate.setExtensions([{ name: 'keyUsage', digitalSignature: true, nonRepudiation: true }]);
  certificate.sign(key, forge.md.sha256.create());
  return certificate;
}

/** What stands before a SHA-256 digest in RSASSA-PKCS1-v1_5 (RFC 8017, 9.2). */
const DIGEST_INFO = Buffer.from('3031300d060960864801650304020105000420', 'hex');

function native(key: KeyObject) {
  return (digest: forge.md.MessageDigest): string => {
    const encoded = Buffer.concat([DIGEST_INFO, Buffer.from(digest.digest().getBytes(), 'latin1')]);
    return privateEncrypt({ key, padding: constants.RSA_PKCS1_PADDING }, encoded).toString('latin1');
  };
}
