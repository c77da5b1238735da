import { randomBytes } from 'node:crypto';
import { fingerprint } from '../asn1/certificate.ts';
import { octets } from '../asn1/der.ts';
import { signingFault } from '../fault.ts';
import { fetchBytes, PATIENCE } from '../http/fetch-bytes.ts';
import type { Patience, Question } from '../http/fetch-bytes.ts';
import { completeChain } from './complete-chain.ts';
import { readCrl } from './crl.ts';
import { readOcspResponse, writeOcspRequest } from './ocsp.ts';
import { crlStatement, ocspStatement } from './status.ts';
import type { Statement, Subject } from './status.ts';
import type { Proof, RevocationSource } from './source.ts';

export type RevocationOptions = {
  readonly patience?: Partial<Patience> | undefined;
  /** An answer is used again until its nextUpdate, and no longer than this. */
  readonly cacheMs?: number | undefined;
  readonly clock?: (() => Date) | undefined;
};

type Settings = { readonly patience: Patience; readonly clock: () => Date };
type Kept = { readonly proof: Promise<Proof>; until: number };

/** How far a service's clock may be ahead of ours. */
const TOLERANCE_MS = 5 * 60 * 1000;
/** The lists of large authorities have some megabytes. */
const MAXIMUM_BYTES = 20 * 1024 * 1024;
const MOST_KEPT = 1000;

/** OCSP, and where it fails CRLs, over the addresses that the certificates name. */
export function openRevocation(options: RevocationOptions = {}): RevocationSource {
  const clock = options.clock ?? (() => new Date());
  const settings = { clock, patience: { ...PATIENCE, maximumBytes: MAXIMUM_BYTES, ...options.patience } };
  const cacheMs = options.cacheMs ?? Infinity;
  const kept = new Map<string, Kept>();
  return {
    proofFor(subject) {
      const name = fingerprint(subject.certificate);
      const found = kept.get(name);
      if (found && found.until > clock().getTime()) return found.proof;
      const fresh = askAnew(subject, settings, cacheMs);
      if (kept.size >= MOST_KEPT) kept.clear();
      kept.set(name, fresh);
      void fresh.proof.catch(() => kept.delete(name));
      return fresh.proof;
    },
    complete: (certificate, known) =>
      completeChain(certificate, known, (url) => fetchBytes({ url }, settings.patience)),
  };
}

/** Those who ask while the answer is on its way share it. */
function askAnew(subject: Subject, settings: Settings, cacheMs: number): Kept {
  const kept: Kept = { proof: remembered(), until: Infinity };
  async function remembered(): Promise<Proof> {
    const proof = await ask(subject, settings);
    kept.until = Math.min(proof.nextUpdate.getTime(), settings.clock().getTime() + cacheMs);
    return proof;
  }
  return kept;
}

async function ask(subject: Subject, settings: Settings): Promise<Proof> {
  const { ocspUrls, crlUrls } = subject.certificate;
  const troubles: string[] = [];
  const attempts = [
    ...ocspUrls.filter(isHttp).map((url) => () => byOcsp(url, subject, settings)),
    ...crlUrls.filter(isHttp).map((url) => () => byCrl(url, subject, settings)),
  ];
  for (const attempt of attempts) {
    const found = await attempt().catch((error: unknown) => wordsOf(error));
    if (typeof found !== 'string') return found;
    troubles.push(found);
  }
  const [subjectName = ''] = subject.certificate.x509.subject.split('\n').slice(-1);
  const why = troubles.length === 0 ? 'the certificate names no service' : troubles.join('; ');
  throw signingFault('REVOCATION_DATA_UNAVAILABLE', `${subjectName}: ${why}`);
}

async function byOcsp(url: string, subject: Subject, { patience, clock }: Settings): Promise<Proof> {
  const nonce = octets(randomBytes(16));
  const body = {
    type: 'application/ocsp-request',
    bytes: writeOcspRequest(subject.certificate, subject.issuer, nonce),
  };
  const encoding = await fetchBytes({ url, body } satisfies Question, patience);
  const response = readOcspResponse(encoding);
  if (response === undefined) throw new Error('OCSP gives no status');
  if (response.nonce && !nonce.equals(response.nonce)) throw new Error('OCSP repeats another answer');
  const said = ocspStatement(response, subject);
  return { kind: 'ocsp', encoding, ...accepted('OCSP', said, clock()) };
}

async function byCrl(url: string, subject: Subject, { patience, clock }: Settings): Promise<Proof> {
  const encoding = await fetchBytes({ url }, patience);
  const crl = readCrl(encoding);
  if (crl === undefined) throw new Error('no CRL there');
  return { kind: 'crl', encoding, ...accepted('CRL', crlStatement(crl, subject), clock()) };
}

/** By somebody who may say so, about a certificate that he knows, and for this moment (RFC 6960, 3.2, numbers 2 to 6). */
function accepted(service: string, said: Statement | undefined, now: Date): Statement {
  if (said === undefined) throw new Error(`${service} is not authorised for this certificate`);
  if (said.status === 'unknown') throw new Error(`${service} does not know the certificate`);
  if (said.thisUpdate.getTime() > now.getTime() + TOLERANCE_MS)
    throw new Error(`${service} is from the future`);
  if (said.nextUpdate < said.thisUpdate || isOver(said, now)) throw new Error(`${service} is out of date`);
  return said;
}

/** Without a nextUpdate of its own an answer is for the moment in which it is given. */
function isOver({ nextUpdate, thisUpdate }: Statement, now: Date): boolean {
  const grace = nextUpdate.getTime() === thisUpdate.getTime() ? TOLERANCE_MS : 0;
  return nextUpdate.getTime() + grace < now.getTime();
}

/** Certificates may also name directories (ldap), which we do not ask. */
function isHttp(url: string): boolean {
  return /^https?:\/\//.test(url);
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : 'no answer';
}
