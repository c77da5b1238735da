import type { Client } from 'pg';
import { canonicalOf, digestOf } from '../../adapters/codecs/canonical.ts';
import { auditSourceOn } from '../../adapters/store/audit.ts';
import { auditEvidence, type Audit } from '../../hub/evidence/audit/audit.ts';
import { verifyBeside } from '../../signing/verifier.ts';

/** As the command audits, in the transaction that is open: what a test forges is audited, and never committed. */
export function auditHere(client: Client, trust: readonly Uint8Array[] = []): Promise<Audit> {
  const codec = { canonical: canonicalOf, digest: (value: unknown) => digestOf(canonicalOf(value)) };
  const judge = (statement: Uint8Array, signature: Uint8Array) =>
    verifyBeside(statement, { signature, trust });
  return auditEvidence(auditSourceOn(client), { codec, judge });
}

/** The same in a transaction of its own, which sees one moment. */
export async function auditNow(client: Client, trust: readonly Uint8Array[] = []): Promise<Audit> {
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  try {
    return await auditHere(client, trust);
  } finally {
    await client.query('ROLLBACK');
  }
}
