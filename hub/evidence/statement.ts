import { createHash } from 'node:crypto';
import type { Instant } from '../../domain/kernel/workflow.ts';
import { isRecord } from '../../schemas/message/explain.ts';
import { parsed } from '../json.ts';
import type { ChainHead, RootBefore } from './root-store.ts';
import { leafHash, rootOf } from './merkle.ts';

/** What the hub seals and has time-stamped: a Merkle root over chain heads, and the root before it. */
export type RootStatement = {
  /** RFC 9162 with SHA-256: the only one there is. */
  readonly algorithm: typeof ALGORITHM;
  /** When the heads were gathered, by the hub's clock; the proof of time is the time stamp. */
  readonly at: Instant;
  /** From 1 on, without gaps but where the database was restored (`places.ts`). */
  readonly number: number;
  /** SHA-256 of the statement before, in its canonical form; zeros before the first. */
  readonly previous: string;
  readonly root: string;
  /** How many heads lie under the root. */
  readonly size: number;
};

/** A statement as it is sealed, in its canonical form. */
export type Stated = Pick<RootStatement, 'number' | 'at'> & { readonly statement: string };

export const ALGORITHM = 'RFC9162-SHA256';
export const NOTHING = '0'.repeat(64);

const DIGEST = /^[0-9a-f]{64}$/;

export function isDigest(value: unknown): value is string {
  return typeof value === 'string' && DIGEST.test(value);
}

/** The leaf of a head: SHA-256 after RFC 9162 of {chain, hash, seq} in its canonical form. */
export function leafOf({ chain, seq, hash }: ChainHead): Buffer {
  return leafHash(JSON.stringify({ chain, hash, seq }));
}

/** What is said of new heads, after what was said last. */
export function stateRoot(
  heads: readonly ChainHead[],
  { before, at }: { readonly before: RootBefore; readonly at: Instant },
): Stated {
  const number = before.number + 1;
  const statement = canonical({
    algorithm: ALGORITHM,
    at,
    number,
    previous: before.statement === undefined ? NOTHING : statementDigest(before.statement),
    root: rootOf(heads.map(leafOf)).toString('hex'),
    size: heads.length,
  });
  return { number, at, statement };
}

export function statementDigest(statement: string): string {
  return createHash('sha256').update(statement).digest('hex');
}

/** RFC 8785: the members in the order of their names, texts and numbers as ECMAScript writes them. */
function canonical({ algorithm, at, number, previous, root, size }: RootStatement): string {
  return JSON.stringify({ algorithm, at, number, previous, root, size });
}

/** No statement has more: each member is short. */
const MAXIMUM_LENGTH = 1000;

/** A statement out of strange hands; only the canonical form of one is read, for that alone is what was sealed. */
export function readStatement(text: string): RootStatement | undefined {
  const value = text.length > MAXIMUM_LENGTH ? undefined : parsed(text);
  return isStatement(value) && canonical(value) === text ? value : undefined;
}

function isStatement(value: unknown): value is RootStatement {
  if (!isRecord(value)) return false;
  const { algorithm, at, number, previous, root, size } = value;
  const isCounted = isCount(number) && isCount(size);
  return algorithm === ALGORITHM && isInstant(at) && isCounted && isDigest(previous) && isDigest(root);
}

/** From 1 on. */
function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) > 0;
}

function isInstant(value: unknown): boolean {
  if (typeof value !== 'string') return false;
  const time = new Date(value);
  return !Number.isNaN(time.getTime()) && time.toISOString() === value;
}
