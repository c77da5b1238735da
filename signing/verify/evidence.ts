import { issuersAmong, readCertificate } from '../asn1/certificate.ts';
import type { Certificate } from '../asn1/certificate.ts';
import { listOf, securityStoreOf } from '../pdf/catalog.ts';
import { countTo } from '../pdf/limits.ts';
import type { PdfReader } from '../pdf/read.ts';
import { referenceNumber } from '../pdf/values.ts';
import type { PdfValue } from '../pdf/values.ts';
import { demandAtMost, readable } from '../fault.ts';
import { LIMITS } from '../limits.ts';
import { readCrl } from '../revocation/crl.ts';
import { readOcspResponse } from '../revocation/ocsp.ts';
import { crlStatement, ocspStatement } from '../revocation/status.ts';
import type { Statement, Subject } from '../revocation/status.ts';
import type { ValidationData } from '../revocation/validation-data.ts';

/** An answer about some certificate, and where in the file it lies; undefined for what came from outside. */
type Answer = {
  readonly offset: number | undefined;
  readonly about: (subject: Subject) => Statement | undefined;
};

export type Found = Statement & { readonly offset: number | undefined };

/** Everything that there is to prove certificates with. */
export type Evidence = {
  readonly certificates: readonly Certificate[];
  readonly statementsOn: (subject: Subject) => readonly Found[];
  /** There is a store, so whatever is not in it is missing. */
  readonly isStored: boolean;
  /** Each answer by itself; undefined for what is no certificate or no answer at all. */
  readonly answers: readonly (Answer | undefined)[];
  readonly isReadable: boolean;
};

type Item = { readonly bytes: Uint8Array | undefined; readonly offset: number | undefined };

/** What one place holds of validation data; in a container of files the offset counts files instead of bytes. */
export type Items = {
  readonly certificates: readonly Item[];
  readonly ocsps: readonly Item[];
  readonly crls: readonly Item[];
};

/** The file's document security store and what the verifier was given beside it. */
export function evidenceOf(reader: PdfReader | undefined, more: ValidationData | undefined): Evidence {
  const stored = reader && storedIn(reader);
  return evidenceIn(stored ? [stored] : [], more);
}

/** What these places hold and what the verifier was given beside it. */
export function evidenceIn(stored: readonly Items[], more: ValidationData | undefined): Evidence {
  const given = more && {
    certificates: more.certificates.map(outside),
    ocsps: more.ocsps.map(outside),
    crls: more.crls.map(outside),
  };
  const sources = given ? [...stored, given] : stored;
  demandFew(stored);
  const certificates = sources.flatMap((items) => items.certificates.map(certificateIn));
  const answers = sources.flatMap((items) => [...items.ocsps.map(ocspIn), ...items.crls.map(crlIn)]);
  return {
    certificates: certificates.filter((one) => one !== undefined),
    statementsOn: (subject) => answers.flatMap((answer) => (answer ? statements(answer, subject) : [])),
    isStored: sources.length > 0,
    answers,
    isReadable: ![...certificates, ...answers].includes(undefined),
  };
}

/** Every certificate and every answer is tried with every other. */
function demandFew(stored: readonly Items[]): void {
  const certificates = stored.flatMap((items) => items.certificates);
  const answers = stored.flatMap((items) => [...items.ocsps, ...items.crls]);
  demandAtMost(LIMITS.validationItems, certificates.length, 'certificates to prove it with');
  demandAtMost(LIMITS.validationItems, answers.length, 'answers about certificates');
}

/** With further certificates, such as those of the signature itself. */
export function withCertificates(evidence: Evidence, further: readonly Certificate[]): Evidence {
  return { ...evidence, certificates: [...further, ...evidence.certificates] };
}

/**
 * Something in it is not what its issuer made: nothing covers a store before the next document time stamp, so whatever in
 * it could vary unnoticed must be noticed here.
 */
export function isOdd(
  { certificates, answers, isReadable }: Evidence,
  known: readonly Certificate[],
): boolean {
  const all = [...new Set([...certificates, ...known])];
  const subjects = all.flatMap((certificate) =>
    issuersAmong(certificate, all).map((issuer): Subject => ({ certificate, issuer })),
  );
  const areGenuine = certificates.every((one) => subjects.some(({ certificate }) => certificate === one));
  const areBelieved = answers.every((answer) =>
    subjects.some((subject) => answer?.about(subject) !== undefined),
  );
  return !isReadable || !areGenuine || !areBelieved;
}

function storedIn(reader: PdfReader): Items | undefined {
  const store = securityStoreOf(reader);
  if (store === undefined) return undefined;
  const count = countTo('stored');
  function items(name: string): readonly Item[] {
    const values = listOf(reader, store?.[name]);
    count(values.length);
    return values.map((value) => itemAt(reader, value));
  }
  return { certificates: items('Certs'), ocsps: items('OCSPs'), crls: items('CRLs') };
}

function itemAt(reader: PdfReader, value: PdfValue): Item {
  const number = referenceNumber(value);
  if (number === undefined) return { bytes: undefined, offset: undefined };
  return { bytes: reader.content(number), offset: reader.offset(number) };
}

function outside(bytes: Uint8Array): Item {
  return { bytes, offset: undefined };
}

function certificateIn({ bytes }: Item): Certificate | undefined {
  return bytes && readable(() => readCertificate(bytes));
}

function ocspIn({ bytes, offset }: Item): Answer | undefined {
  const response = bytes && readOcspResponse(bytes);
  return response && { offset, about: (subject) => ocspStatement(response, subject) };
}

function crlIn({ bytes, offset }: Item): Answer | undefined {
  const crl = bytes && readCrl(bytes);
  return crl && { offset, about: (subject) => crlStatement(crl, subject) };
}

function statements({ offset, about }: Answer, subject: Subject): readonly Found[] {
  const found = about(subject);
  return found ? [{ ...found, offset }] : [];
}
