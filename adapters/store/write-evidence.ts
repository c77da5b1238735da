import type { ChainHead, Changes, EvidenceRecord } from '../../hub/ports/records.ts';
import type { Macs } from './macs.ts';
import type { Column } from './columns.ts';
import type { Part } from './together.ts';

export const CASE_HEADS: Part = {
  name: 'move-case-chains',
  text: `UPDATE case_file c SET chain_seq = t.seq, chain_head = t.hash
    FROM unnest($1::text[], $2::int[], $3::bytea[]) AS t(chain, seq, hash) WHERE c.number = t.chain`,
};

export const SYSTEM_HEADS: Part = {
  name: 'move-chains',
  text: `UPDATE evidence_chain c SET seq = t.seq, hash = t.hash
    FROM unnest($1::text[], $2::int[], $3::bytea[]) AS t(chain, seq, hash) WHERE c.chain = t.chain`,
};

export function headColumns(heads: readonly ChainHead[]): readonly Column[] {
  return [
    heads.map(({ chain }) => chain),
    heads.map(({ seq }) => seq),
    heads.map(({ hash }) => Buffer.from(hash, 'hex')),
  ];
}

export const EVIDENCE: Part = {
  name: 'write-evidence',
  text: `INSERT INTO evidence (chain, seq, kind, at, body, prev, hash, case_seq, mac)
    SELECT * FROM unnest($1::text[], $2::int[], $3::text[], $4::timestamptz[], $5::text[], $6::bytea[], $7::bytea[], $8::int[], $9::bytea[])`,
};

export function evidenceColumns({ evidence }: Pick<Changes, 'evidence'>, macs: Macs): readonly Column[] {
  return recordColumns(evidence, macs);
}

export function recordColumns(evidence: readonly EvidenceRecord[], macs: Macs): readonly Column[] {
  return [
    evidence.map((one) => one.chain),
    evidence.map((one) => one.seq),
    evidence.map((one) => one.kind),
    evidence.map((one) => one.at),
    evidence.map((one) => one.body),
    evidence.map((one) => Buffer.from(one.prev, 'hex')),
    evidence.map((one) => Buffer.from(one.hash, 'hex')),
    evidence.map((one) => one.caseSeq),
    evidence.map((one) => recordMac(macs, one)),
  ];
}

type Placed = Pick<EvidenceRecord, 'chain' | 'seq' | 'caseSeq' | 'hash'>;

/** The hash covers the body, and with it what the other columns say. */
export function recordMac(macs: Macs, { chain, seq, caseSeq, hash }: Placed): Buffer {
  return macs.of('evidence', [chain, seq, caseSeq, hash]);
}

export function fitsRecord(macs: Macs, mac: Uint8Array, { chain, seq, caseSeq, hash }: Placed): boolean {
  return macs.fits(mac, 'evidence', [chain, seq, caseSeq, hash]);
}
