import type { Seal } from '../seal/seal.ts';
import { issueCrl } from './crl.ts';
import { answerOcsp, readOcspQuestion, refuseOcsp } from './ocsp.ts';
import type { OcspStatus } from './ocsp.ts';
import { sealOf } from './pki.ts';
import type { Identity, Pki, Row } from './pki.ts';
import type { Answer, Handler, Routes } from './server.ts';
import { answerStamp, readStampQuestion, refuseStamp, TRAINING_POLICY } from './time-stamp.ts';

export type Clock = () => Date;

export type Served<Name extends string> = {
  readonly rows: Readonly<Record<Name, Row<Name>>>;
  readonly pki: Pki<Name>;
  readonly clock: Clock;
};

/** How long a status may be relied on. */
const STATUS_LASTS = 24 * 60 * 60 * 1000;
/** PKIFailureInfo (RFC 3161, 2.4.2). */
const BAD_DATA_FORMAT = 5;

/** Everything that the rows need at run time: CA certificates, CRLs, OCSP responders, time-stamp authorities. */
export function routesOf<Name extends string>(served: Served<Name>): Routes {
  const entries = Object.entries(served.rows) as [Name, Row<Name>][];
  const routes = entries.flatMap(([name, { usage }]): [string, Handler][] => {
    const identity = served.pki[name];
    if (usage === 'ocspSigning') return [[`/ocsp/${name}`, ocspHandler(served, name)]];
    if (usage === 'timeStamping')
      return [[`/tsa/${name}`, stampHandler(chained(served, name), served.clock)]];
    if (usage !== 'authority') return [];
    return [
      [`/ca/${name}`, () => ({ type: 'application/pkix-cert', body: identity.certificate })],
      [`/crl/${name}`, () => crlAnswer(served, name)],
    ];
  });
  return Object.fromEntries(routes);
}

/** The identity with the certificates of all its issuers. */
export function chained<Name extends string>({ rows, pki }: Omit<Served<Name>, 'clock'>, name: Name): Seal {
  const chain: Identity[] = [];
  for (let at = name; rows[at].issuer !== at; at = rows[at].issuer) chain.push(pki[rows[at].issuer]);
  return sealOf(pki[name], chain);
}

export function stampHandler(tsa: Seal, clock: Clock): Handler {
  let serial = 0;
  return async (body) => {
    const question = readStampQuestion(body);
    serial += 1;
    const policy = question?.policy ?? TRAINING_POLICY;
    return stampReply(
      question
        ? await answerStamp({ ...question, policy, serial, at: clock() }, tsa)
        : refuseStamp('unreadable', BAD_DATA_FORMAT),
    );
  };
}

export function stampReply(body: Uint8Array): Answer {
  return { type: 'application/timestamp-reply', body };
}

export function ocspReply(body: Uint8Array): Answer {
  return { type: 'application/ocsp-response', body };
}

function crlAnswer<Name extends string>({ rows, pki, clock }: Served<Name>, issuer: Name): Answer {
  const names = Object.keys(rows) as Name[];
  const thisUpdate = clock();
  const issued = names.filter((name) => rows[name].issuer === issuer).map((name) => pki[name]);
  const body = issueCrl({
    issuer: pki[issuer],
    revoked: issued.filter((identity) => isRevoked(identity, thisUpdate)),
    thisUpdate,
    nextUpdate: new Date(thisUpdate.getTime() + STATUS_LASTS),
  });
  return { type: 'application/pkix-crl', body };
}

function ocspHandler<Name extends string>({ rows, pki, clock }: Served<Name>, responder: Name): Handler {
  const names = Object.keys(rows) as Name[];
  const known = names.filter((name) => rows[name].responder === responder).map((name) => pki[name]);
  return (body) => {
    const question = readOcspQuestion(body);
    if (question === undefined) return ocspReply(refuseOcsp('malformedRequest'));
    const thisUpdate = clock();
    const nextUpdate = new Date(thisUpdate.getTime() + STATUS_LASTS);
    const identity = known.find(({ serial }) => serial === question.serial);
    const status = identity ? statusOf(identity, thisUpdate) : 'unknown';
    return ocspReply(answerOcsp(question, { responder: pki[responder], status, thisUpdate, nextUpdate }));
  };
}

function statusOf(identity: Identity, now: Date): OcspStatus {
  const { revokedAt } = identity;
  return revokedAt && isRevoked(identity, now) ? { revokedAt } : 'good';
}

function isRevoked({ revokedAt }: Identity, now: Date): boolean {
  return revokedAt !== undefined && revokedAt <= now;
}
