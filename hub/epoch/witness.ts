import { isRecord } from '../../schemas/message/explain.ts';
import { isHead } from '../evidence/inclusion.ts';
import type { ChainHead } from '../evidence/root-store.ts';
import { isDigest } from '../evidence/statement.ts';
import type { Instant } from '../../domain/kernel/workflow.ts';

/**
 * What is told outside the database of what has been written into it: chains, places and hashes, no more. Whoever finds
 * that a database lacks something of it knows that it was restored from an older copy.
 */
export type Witness = {
  readonly epoch: number;
  /** In which database that was. */
  readonly database: string;
  readonly at: Instant;
  readonly root?: WitnessedRoot;
  readonly heads: readonly ChainHead[];
};

export type WitnessedRoot = {
  readonly number: number;
  /** SHA-256 of its statement. */
  readonly digest: string;
};

/** Where what has been written is told outside; does not wait. */
export type TellWitness = (written: Pick<Witness, 'root' | 'heads'>) => void;

export function writeWitness(witness: Witness): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(witness));
}

/** A witness out of a queue to which others, too, may have written; nothing where it is none. */
export function readWitness(bytes: Uint8Array): Witness | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return isWitness(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isWitness(value: unknown): value is Witness {
  if (!isRecord(value)) return false;
  const { epoch, database, at, root, heads } = value;
  const isNamed = Number.isSafeInteger(epoch) && typeof database === 'string' && typeof at === 'string';
  return isNamed && (root === undefined || isRoot(root)) && Array.isArray(heads) && heads.every(isWitnessed);
}

export function isRoot(value: unknown): value is WitnessedRoot {
  return isRecord(value) && Number.isSafeInteger(value['number']) && isDigest(value['digest']);
}

function isWitnessed(value: unknown): value is ChainHead {
  if (!isRecord(value)) return false;
  const { chain, seq, hash } = value;
  return typeof chain === 'string' && typeof seq === 'number' && typeof hash === 'string' && isHead({ chain, seq, hash });
} // prettier-ignore

/** The newest head of each chain. */
export function newestOf(heads: readonly ChainHead[]): readonly ChainHead[] {
  const newest = new Map<string, ChainHead>();
  for (const { chain, seq, hash } of heads)
    if (seq > (newest.get(chain)?.seq ?? 0)) newest.set(chain, { chain, seq, hash });
  return [...newest.values()];
}
