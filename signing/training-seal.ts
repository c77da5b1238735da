import { generateKeyPairSync } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { issueCertificate } from './training/certificate.ts';
import type { CertificateSpecification, Issuer, Subject } from './training/certificate.ts';
import { writePkcs12 } from './training/pkcs12.ts';

export type KeyKind = 'ec' | 'rsa';

/** A seal that proves nothing but that the machinery works. */
export type TrainingSeal = {
  readonly p12: Uint8Array;
  readonly passphrase: string;
  /** The trust anchor, DER. */
  readonly root: Uint8Array;
  readonly certificate: Uint8Array;
  /** Its issuers, the nearest first. */
  readonly chain: readonly Uint8Array[];
};

/** So long that no training installation meets the end, so early that no test's clock lies before it. */
const VALIDITY = { from: new Date('2020-01-01T00:00:00Z'), until: new Date('2049-12-31T00:00:00Z') };

/** The whole training PKI: every certificate that there is has its row here. */
const SUBJECTS = {
  root: subject('Root CA'),
  issuing: subject('Issuing CA'),
  seal: subject('Seal of the hub'),
} as const;

/** Makes a training PKI with new keys of one kind: root, issuing CA and the hub's seal, handed over as PKCS #12. */
export function makeTrainingSeal(choice: {
  readonly key: KeyKind;
  readonly passphrase: string;
}): TrainingSeal {
  const root: Issuer = { subject: SUBJECTS.root, key: newKey(choice.key) };
  const issuing: Issuer = { subject: SUBJECTS.issuing, key: newKey(choice.key) };
  const key = newKey(choice.key);
  const rootCertificate = issueCertificate(authority(1, root), root);
  const issuingCertificate = issueCertificate(authority(2, issuing), root);
  const certificate = issueCertificate(
    { serial: 3, subject: SUBJECTS.seal, key, usage: 'seal', validity: VALIDITY },
    issuing,
  );
  const chain = [issuingCertificate, rootCertificate];
  return {
    p12: writePkcs12({ key, certificates: [certificate, ...chain] }, choice.passphrase),
    passphrase: choice.passphrase,
    root: rootCertificate,
    certificate,
    chain,
  };
}

function authority(serial: number, { subject: name, key }: Issuer): CertificateSpecification {
  return { serial, subject: name, key, usage: 'authority', validity: VALIDITY };
}

/** "XX" is a country that ISO 3166-1 leaves to its users; the identifier has the form of EN 319 412-1, 5.1.4. */
function subject(role: string): Subject {
  return {
    country: 'XX',
    organization: 'imi-hub TRAINING – no legal value',
    organizationIdentifier: 'NTRXX-TRAINING-0000',
    commonName: `TRAINING – no legal value – ${role}`,
  };
}

function newKey(kind: KeyKind): KeyObject {
  return kind === 'ec'
    ? generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
    : generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
}
