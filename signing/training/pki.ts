import { generateKeyPairSync, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { Seal } from '../seal/seal.ts';
import { algorithmOf, issueCertificate } from './certificate.ts';
import type { Subject, Validity } from './certificate.ts';
import type { Access, Usage } from './extensions.ts';

export type KeyKind = 'ec' | 'rsa';

/** A certificate as a declaration: everything that sets it apart from its neighbours. */
export type Row<Name extends string> = {
  readonly subject: Subject;
  /** Its own name where it is a root. Issuers stand above those they issue. */
  readonly issuer: Name;
  readonly usage: Usage;
  readonly key: KeyKind;
  readonly validity: Validity;
  /** Its status is asked of this responder, instead of by CRL alone. */
  readonly responder?: Name;
  readonly revokedAt?: Date;
};

/** A key with its certificate. */
export type Identity = {
  readonly subject: Subject;
  readonly serial: number;
  readonly key: KeyObject;
  readonly certificate: Uint8Array;
  readonly revokedAt?: Date;
};

export type Pki<Name extends string> = Readonly<Record<Name, Identity>>;

/** Makes the keys and certificates of the rows, from top to bottom; `services` is where their status will be served. */
export function issuePki<Name extends string>(
  rows: Readonly<Record<Name, Row<Name>>>,
  services?: string,
): Pki<Name> {
  const issued = new Map<string, Identity>();
  for (const [name, row] of entriesOf(rows)) {
    const [key, serial] = [newKey(row.key), issued.size + 1];
    const issuer = row.issuer === name ? { subject: row.subject, key } : issued.get(row.issuer);
    if (issuer === undefined) throw new TypeError(`${name} stands above its issuer ${row.issuer}`);
    const access = services === undefined || row.issuer === name ? {} : accessTo(services, row);
    const certificate = issueCertificate({ ...row, serial, key, access }, issuer);
    const { subject, revokedAt } = row;
    issued.set(name, { subject, serial, key, certificate, ...(revokedAt && { revokedAt }) });
  }
  return Object.fromEntries(issued) as Pki<Name>;
}

/** The identity as a seal: with the certificates of its issuers, the nearest first. */
export function sealOf(identity: Identity, chain: readonly Identity[]): Seal {
  return {
    certificate: identity.certificate,
    chain: chain.map(({ certificate }) => certificate),
    algorithm: algorithmOf(identity.key),
    sign: (bytes) => Promise.resolve(sign('sha256', bytes, identity.key)),
  };
}

/** One path a service and issuer; `training/services.ts` serves them. */
function accessTo<Name extends string>(services: string, { issuer, responder }: Row<Name>): Access {
  return {
    issuer: `${services}/ca/${issuer}`,
    crl: `${services}/crl/${issuer}`,
    ...(responder === undefined ? {} : { ocsp: `${services}/ocsp/${responder}` }),
  };
}

function entriesOf<Name extends string>(rows: Readonly<Record<Name, Row<Name>>>) {
  return Object.entries(rows) as [Name, Row<Name>][];
}

function newKey(kind: KeyKind): KeyObject {
  return kind === 'ec'
    ? generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
    : generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
}
