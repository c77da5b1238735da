import { createHash } from 'node:crypto';
import { failure } from '../verify/indication.ts';
import type { Failure } from '../verify/indication.ts';
import { entryNamed } from './container.ts';
import type { Container, Signing } from './container.ts';
import type { Reference } from './read-manifest.ts';
import type { Entry } from './write-zip.ts';

/** What a manifest covers, by digests that are right, and what is wrong with the others: certain before doubtful. */
export type Coverage = { readonly covered: ReadonlySet<string>; readonly failed: Failure | undefined };

/** Digests of a container's files, each computed once, however many manifests name it. */
export type Digests = (entry: Entry, algorithm: string) => Buffer;

export function digesting(): Digests {
  const known = new Map<string, Buffer>();
  return ({ name, bytes }, algorithm) => {
    const key = `${algorithm} ${name}`;
    const digest = known.get(key) ?? createHash(algorithm).update(bytes).digest();
    known.set(key, digest);
    return digest;
  };
}

export function coverageOf(container: Container, { manifest }: Signing, digests: Digests): Coverage {
  const judged = manifest.references.map((reference) => ({
    reference,
    failed: referenceFailure(entryNamed(container, reference.name), reference, digests),
  }));
  const failures = judged.flatMap(({ failed }) => failed ?? []);
  return {
    covered: new Set(judged.flatMap(({ reference, failed }) => (failed ? [] : [reference.name]))),
    failed: failures.find(({ subIndication }) => subIndication === 'HASH_FAILURE') ?? failures[0],
  };
}

/** A signature has to be over all that the container keeps: who adds a file must not find it under another's seal. */
export function uncoveredFailure({ content }: Container, { covered, failed }: Coverage): Failure | undefined {
  if (failed) return failed;
  const isWhole = content.every(({ name }) => covered.has(name));
  return isWhole ? undefined : failure('SIG_CONSTRAINTS_FAILURE', 'FILE_UNCOVERED');
}

function referenceFailure(
  entry: Entry | undefined,
  { algorithm, digest }: Reference,
  digests: Digests,
): Failure | undefined {
  if (entry === undefined) return failure('SIGNED_DATA_NOT_FOUND', 'FILE_MISSING');
  if (algorithm === undefined) return failure('CRYPTO_CONSTRAINTS_FAILURE', 'ALGORITHM_NOT_ACCEPTED');
  return digests(entry, algorithm).equals(digest) ? undefined : failure('HASH_FAILURE', 'DIGEST_DIFFERS');
}
