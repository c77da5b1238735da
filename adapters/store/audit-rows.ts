import { defined } from '../../domain/kernel/optional.ts';
import type {
  KeptCredential,
  KeptEpoch,
  KeptEvent,
  KeptHead,
  KeptLetters,
  KeptPart,
  KeptReceipt,
  KeptRecord,
  KeptReport,
} from '../../hub/evidence/audit/source.ts';
import { keptParts } from '../../hub/evidence/audit/case-file.ts';
import { fitsCase } from './case-row.ts';
import { isOurs as isOurCredential, type CredentialRow } from './credentials.ts';
import { fitsEpoch, type EpochSaid } from './epoch.ts';
import { headFrom, type HeadRow } from './heads.ts';
import { letterMac, type KeptLetter } from './letters.ts';
import { isOurs as isOurEvent, type EventRow } from './load.ts';
import { opens, type ReadMessage, type Secrets } from './message-row.ts';
import { isOurParty, lineFrom, type PartyRow } from './parties.ts';
import { fitsRecord } from './write-evidence.ts';

/** What only an audit that has the key can tell; without it nothing is said. */
type Known = Secrets | undefined;

export type KeptHeadRow = HeadRow & {
  readonly events: number | null;
  readonly workflow: string;
  readonly area: string;
  readonly status: string;
  readonly version: number;
  readonly ended_at: unknown;
  readonly erased_at: unknown;
  readonly due_at: unknown;
  readonly wrapped_key: Buffer | null;
  readonly mac: Buffer;
  readonly parts: readonly PartyJson[];
};

/** A row of `case_party` in JSON: the instant in whatever time zone, bytes in hexadecimal. */
type PartyJson = Omit<PartyRow, 'since' | 'mac'> & { readonly since: string; readonly mac: string };

export function keptHead(known: Known) {
  return ({ events, workflow, area, status, version, ended_at: ended, erased_at: erased, due_at: due, wrapped_key: wrapped, mac, parts: lines, ...row }: KeptHeadRow): KeptHead => {
    if (events === null) return headFrom(row);
    const times = { endedAt: instantOrNone(ended), erasedAt: instantOrNone(erased), dueAt: instantOrNone(due) };
    const parties = lines.map(({ since, mac: mark, ...line }): PartyRow => ({ ...line, since: new Date(since), mac: Buffer.from(mark, 'hex') }));
    const parts = parties.flatMap(partFrom).toSorted((one, other) => (one.authority < other.authority ? -1 : 1));
    const file = { workflow, area, status, version, ...times, parts };
    const areOurs = known && parties.every((party) => isOurParty(known.macs, party));
    const isOurs = known && areOurs && fitsCase(known.macs, mac, { number: row.chain, workflow, area, version });
    return { ...headFrom(row), events, file, isOurs, ...defined('key', keyState(known, { chain: row.chain, wrapped })) };
  };
} // prettier-ignore

/** What somebody else has written there may be anything; then it is no part, and is missed. */
function partFrom(row: PartyRow): readonly KeptPart[] {
  try {
    const { workflow, area, ...line } = lineFrom(row);
    return keptParts([line], { workflow, area });
  } catch {
    return [];
  }
}

function keyState(
  known: Known,
  { chain, wrapped }: { readonly chain: string; readonly wrapped: Buffer | null },
): KeptHead['key'] {
  if (wrapped === null) return 'none';
  if (known === undefined) return undefined;
  return known.vault.unwrap(wrapped, chain) === undefined ? 'strange' : 'fits';
}

export type RecordRow = HeadRow & {
  readonly kind: string;
  readonly at: unknown;
  readonly body: string;
  readonly prev: Buffer;
  readonly case_seq: number;
  readonly mac: Buffer;
  readonly was_before: boolean;
};

export function recordFrom(known: Known) {
  return ({ at, prev, hash, case_seq: caseSeq, mac, was_before: wasBefore, ...row }: RecordRow): KeptRecord => {
    const record = { ...row, at: instantOf(at), prev: prev.toString('hex'), hash: hash.toString('hex'), caseSeq };
    return { ...record, wasBefore, isOurs: known && fitsRecord(known.macs, mac, record) };
  };
} // prettier-ignore

export type KeptEventRow = Omit<EventRow, 'sealed'> & { readonly has_content: boolean };

export function eventFrom(known: Known) {
  return (row: KeptEventRow): KeptEvent => {
    const { case_number: chain, seq, type, at, by, person, content_digest: content } = row;
    return {
      chain,
      seq,
      type,
      at: instantOf(at),
      by,
      ...(person === null ? {} : { person }),
      facts: JSON.parse(row.facts),
      content: content?.toString('hex') ?? null,
      hasContent: row.has_content,
      isOurs: known && isMoment(at) && isOurEvent(known.macs, row),
    };
  };
}

export type ReceiptRow = ReadMessage & { readonly chain: string; readonly seq: number };

export function receiptFrom(known: Known) {
  return ({ chain, seq, ...row }: ReceiptRow): KeptReceipt => {
    const { system, id, outcome, receipt, receipt_id: receiptId } = row;
    return { chain, seq, system, id, outcome, receipt, receiptId, isOurs: known && opens(known, row) };
  };
}

export type ReportRow = Omit<KeptReport, 'orderedAt' | 'expiresAt' | 'issuedAt' | 'digests'> & {
  readonly ordered_at: unknown;
  readonly expires_at: unknown;
  readonly issued_at: unknown;
  readonly digests: readonly Buffer[];
};

export function reportFrom({ ordered_at, expires_at, issued_at, digests, ...row }: ReportRow): KeptReport {
  return {
    ...row,
    orderedAt: instantOf(ordered_at),
    expiresAt: instantOf(expires_at),
    issuedAt: instantOrNone(issued_at),
    digests: digests.map((digest) => digest.toString('hex')),
  };
}

export function lettersFrom(known: Known) {
  return ({ mac, ...row }: KeptLetter & { readonly mac: Buffer }): KeptLetters => {
    const { chain, died_at: diedAt } = row;
    const own = known && letterMac(known.macs, { ...row, diedAt: instantOf(diedAt) });
    return { chain, isOurs: own && own.equals(mac) };
  };
}

export function credentialFrom(known: Known) {
  return (row: CredentialRow): KeptCredential => {
    const { system, account, createdAt, endsAt } = row;
    // What is no moment the hub has not written.
    const isReadable = isMoment(createdAt) && (endsAt === null || isMoment(endsAt));
    return { system, account, isOurs: known && isReadable && isOurCredential(known.macs, row) };
  };
}

export type EpochRow = Omit<EpochSaid, 'openedAt'> & { readonly openedAt: unknown; readonly mac: Buffer };

export function epochFrom(known: Known) {
  return ({ mac, ...row }: EpochRow): KeptEpoch => {
    const epoch = { ...row, openedAt: instantOf(row.openedAt) };
    const { number, openedAt, lastRoot, lost } = epoch;
    const isOurs = known && fitsEpoch(known.macs, mac, epoch);
    return { number, openedAt, lastRoot, ...(lost === null ? {} : { lost }), isOurs };
  };
}

function isMoment(at: unknown): at is Date {
  return at instanceof Date && !Number.isNaN(at.getTime());
}

/** A column of moments holds also what is none: infinity, and years that nobody counts. */
export function instantOf(at: unknown): string {
  return isMoment(at) ? at.toISOString() : String(at);
}

function instantOrNone(at: unknown): string | undefined {
  return at === null ? undefined : instantOf(at);
}
