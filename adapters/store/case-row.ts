import { hasLeapt, isOnward } from '../../hub/evidence/places.ts';
import type { Macs } from './macs.ts';
import { fitsRecord } from './write-evidence.ts';

/** What the row of a case says that neither its events nor its evidence need say. */
export type FileSaid = {
  readonly number: string;
  readonly workflow: string;
  readonly area: string;
  readonly version: number;
};

export function caseMac(macs: Macs, { number, workflow, area, version }: FileSaid): Buffer {
  return macs.of('case', [number, workflow, area, version]);
}

export function fitsCase(
  macs: Macs,
  mac: Uint8Array,
  { number, workflow, area, version }: FileSaid,
): boolean {
  return macs.fits(mac, 'case', [number, workflow, area, version]);
}

/** Where a row says that the history and the evidence of its case end. */
export type FileEnds = FileSaid & {
  readonly seq: number;
  readonly chain_seq: number;
  readonly chain_head: Buffer;
};

/** The newest record of a chain; nothing where there is none. */
export type NewestRecord = {
  readonly newest_seq: number | null;
  readonly newest_hash: Buffer | null;
  readonly newest_case_seq: number | null;
  readonly newest_mac: Buffer | null;
};

/** Of the chain of that number, as `NewestRecord`. */
export const NEWEST_COLUMNS =
  'n.seq AS newest_seq, n.hash AS newest_hash, n.case_seq AS newest_case_seq, n.mac AS newest_mac';

/** Whether the row ends where the newest record says, which the hub has written: else nothing is built upon it. */
export function endsThere(macs: Macs, file: FileEnds, newest: NewestRecord): boolean {
  const { newest_seq: seq, newest_hash: hash, newest_case_seq: caseSeq, newest_mac: mac } = newest;
  if (seq === null || hash === null || caseSeq === null || mac === null) return false;
  const record = { chain: file.number, seq, caseSeq, hash: hash.toString('hex') };
  const isSameEnd = file.chain_head.equals(hash) && file.seq === caseSeq;
  const isSamePlace = file.chain_seq === seq || (hasLeapt(file.version) && isOnward(seq, file.chain_seq));
  return isSameEnd && isSamePlace && fitsRecord(macs, mac, record);
}
