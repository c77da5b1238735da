import type { Subject } from './training/certificate.ts';
import { issuePki } from './training/pki.ts';
import type { KeyKind, Pki, Row } from './training/pki.ts';
import { writePkcs12 } from './training/pkcs12.ts';
import { startServer } from './training/server.ts';
import { routesOf } from './training/services.ts';
import type { Clock } from './training/services.ts';

/** A seal that proves nothing but that the machinery works. */
export type TrainingSeal = {
  readonly p12: Uint8Array;
  readonly passphrase: string;
  /** The trust anchor, DER. */
  readonly root: Uint8Array;
  readonly certificate: Uint8Array;
  /** Its issuers, the nearest first. */
  readonly chain: readonly Uint8Array[];
  /** The key for receipts and messages, under the same passphrase and the same root; an EC one always. */
  readonly messages: { readonly p12: Uint8Array; readonly certificate: Uint8Array };
};

/** The seal together with a time-stamp authority and status services on loopback: all that level B-LTA takes, offline. */
export type TrainingAuthority = {
  readonly seal: TrainingSeal;
  readonly tsaUrl: string;
  readonly close: () => Promise<void>;
};

type Choice = { readonly key: KeyKind; readonly passphrase: string };
type Name = 'root' | 'issuing' | 'responder' | 'seal' | 'messages' | 'timeStamps';

/** So long that no training installation meets the end, so early that no test's clock lies before it. */
const VALIDITY = { from: new Date('2020-01-01T00:00:00Z'), until: new Date('2049-12-31T00:00:00Z') };

/** The whole training PKI: every certificate that there is has its row here. */
function rowsFor(key: KeyKind): Readonly<Record<Name, Row<Name>>> {
  const common = { key, validity: VALIDITY };
  const issued = { ...common, issuer: 'issuing' } as const;
  const service = { ...issued, key: 'ec' } as const;
  return {
    root: { ...common, subject: subject('Root CA'), issuer: 'root', usage: 'authority' },
    issuing: { ...common, subject: subject('Issuing CA'), issuer: 'root', usage: 'authority' },
    responder: { ...service, subject: subject('OCSP responder'), usage: 'ocspSigning' },
    seal: { ...issued, subject: subject('Seal of the hub'), usage: 'seal', responder: 'responder' },
    messages: {
      ...service,
      subject: subject('Message seal of the hub'),
      usage: 'seal',
      responder: 'responder',
    },
    timeStamps: {
      ...service,
      subject: subject('Time-stamp authority'),
      usage: 'timeStamping',
      responder: 'responder',
    },
  };
}

/** Makes a training PKI with new keys of one kind: root, issuing CA and the hub's seal, handed over as PKCS #12. */
export function makeTrainingSeal(choice: Choice): TrainingSeal {
  return sealFrom(issuePki(rowsFor(choice.key)), choice.passphrase);
}

/** The same with its services, which run until they are closed; the seal's certificate leads to them. */
export async function startTrainingAuthority(
  choice: Choice & { readonly port?: number; readonly clock?: Clock },
): Promise<TrainingAuthority> {
  const rows = rowsFor(choice.key);
  const server = await startServer(choice.port ?? 0);
  const pki = issuePki(rows, server.url);
  server.serve(routesOf({ rows, pki, clock: choice.clock ?? (() => new Date()) }));
  const seal = sealFrom(pki, choice.passphrase);
  return { seal, tsaUrl: `${server.url}/tsa/timeStamps`, close: server.close };
}

function sealFrom(pki: Pki<Name>, passphrase: string): TrainingSeal {
  const { certificate } = pki.seal;
  const chain = [pki.issuing.certificate, pki.root.certificate];
  function packed(name: 'seal' | 'messages'): Uint8Array {
    const { key, certificate: own } = pki[name];
    return writePkcs12({ key, certificates: [own, ...chain] }, passphrase);
  }
  const messages = { p12: packed('messages'), certificate: pki.messages.certificate };
  return { p12: packed('seal'), passphrase, root: pki.root.certificate, certificate, chain, messages };
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
