import { afterAll, beforeAll } from 'vitest';
import type { Seal } from '../seal/seal.ts';
import type { Subject } from '../training/certificate.ts';
import { issuePki } from '../training/pki.ts';
import type { Pki, Row } from '../training/pki.ts';
import { startServer } from '../training/server.ts';
import type { Routes } from '../training/server.ts';
import { chained, routesOf } from '../training/services.ts';

/** The moment at which the tests seal, long before the end of everything that is not meant to have ended. */
export const NOW = new Date('2026-11-21T10:31:00Z');
export const LATER = new Date('2026-12-01T00:00:00Z');

const LONG = { from: new Date('2020-01-01T00:00:00Z'), until: new Date('2045-12-31T00:00:00Z') };
const LATE = { from: LONG.from, until: new Date('2060-12-31T00:00:00Z') };
const ENDED = { from: new Date('2020-01-01T00:00:00Z'), until: new Date('2026-01-01T00:00:00Z') };
const TWO_YEARS = { from: new Date('2026-01-01T00:00:00Z'), until: new Date('2028-01-01T00:00:00Z') };

const authority = { issuer: 'root', usage: 'authority', key: 'ec', validity: LONG } as const;
const signer = { ...authority, issuer: 'issuing', usage: 'seal', responder: 'responder' } as const;
const stamper = { ...signer, usage: 'timeStamping' } as const;

/** The whole PKI of the tests. */
const ROWS = {
  root: { ...authority, subject: subject('Root CA') },
  issuing: { ...authority, subject: subject('Issuing CA') },
  otherIssuing: { ...authority, subject: subject('Other issuing CA') },

  signer: { ...signer, subject: subject('Signer') },
  signerRsa: { ...signer, subject: subject('Signer RSA'), key: 'rsa' },
  /** Ends before the others, so that a time stamp has to carry its signatures over. */
  briefSigner: { ...signer, subject: subject('Brief signer'), validity: TWO_YEARS },
  /** Ends after 2050, from when on times are written otherwise. */
  lateSigner: { ...signer, subject: subject('Late signer'), key: 'rsa', validity: LATE },
  revokedSigner: {
    ...signer,
    subject: subject('Revoked signer'),
    revokedAt: new Date('2026-06-01T00:00:00Z'),
  },
  /** Lost its key after NOW: what it sealed before remains good, if a time stamp proves it. */
  laterRevokedSigner: {
    ...signer,
    subject: subject('Later revoked signer'),
    revokedAt: new Date('2026-11-25T00:00:00Z'),
  },
  /** Whoever vouches for its status will have ended before it. */
  briefStatusSigner: { ...signer, subject: subject('Signer of brief status'), responder: 'briefResponder' },
  expiredSigner: { ...signer, subject: subject('Expired signer'), validity: ENDED },
  encryptionOnly: { ...signer, subject: subject('Encryption only'), usage: 'encryption' },
  /** No responder: its status is known by CRL alone. */
  crlSigner: { subject: subject('CRL signer'), issuer: 'issuing', usage: 'seal', key: 'ec', validity: LONG },

  tsa: { ...stamper, subject: subject('TSA') },
  briefTsa: { ...stamper, subject: subject('Brief TSA'), validity: TWO_YEARS },
  revokedTsa: {
    ...stamper,
    subject: subject('Revoked TSA'),
    revokedAt: new Date('2026-06-01T00:00:00Z'),
  },

  responder: { ...signer, subject: subject('OCSP responder'), usage: 'ocspSigning' },
  briefResponder: {
    ...signer,
    subject: subject('Brief OCSP responder'),
    usage: 'ocspSigning',
    validity: TWO_YEARS,
  },
  /** Made for another authority: must not answer for this one. */
  strangeResponder: {
    ...signer,
    issuer: 'otherIssuing',
    subject: subject('Strange responder'),
    usage: 'ocspSigning',
  },
} as const satisfies Readonly<Record<string, Row<string>>>;

export type Name = keyof typeof ROWS;

const rows: Readonly<Record<Name, Row<Name>>> = ROWS;

export type TestPki = {
  readonly pki: Pki<Name>;
  readonly url: string;
  readonly root: Uint8Array;
  readonly seal: (name: Name) => Seal;
  /** The well-behaved services, with those given in their place. */
  readonly serve: (faulty?: Routes) => void;
  /** Sets the clock of the services. */
  readonly setClock: (at: Date) => void;
  readonly close: () => Promise<void>;
};

export async function startTestPki(): Promise<TestPki> {
  const server = await startServer(0);
  const pki = issuePki(rows, server.url);
  let now = NOW;
  const routes = routesOf({ rows, pki, clock: () => now });
  server.serve(routes);
  return {
    pki,
    url: server.url,
    root: pki.root.certificate,
    seal: (name) => chained({ rows, pki }, name),
    serve: (faulty) => {
      server.serve({ ...routes, ...faulty });
    },
    setClock: (at) => {
      now = at;
    },
    close: server.close,
  };
}

/** A PKI with its services for all tests of a file. */
export function testPki(): () => TestPki {
  let started: TestPki | undefined;
  beforeAll(async () => {
    started = await startTestPki();
  });
  afterAll(() => started?.close());
  return () => {
    if (started === undefined) throw new TypeError('the PKI is there once the tests run');
    return started;
  };
}

function subject(role: string): Subject {
  return {
    country: 'XX',
    organization: 'imi-hub TEST – no legal value',
    organizationIdentifier: 'NTRXX-TEST-0000',
    commonName: `TEST – ${role}`,
  };
}
