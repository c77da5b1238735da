import type { Client } from 'pg';
import { CANONICAL } from '../../adapters/codecs/canonical.ts';
import { auditSourceOn } from '../../adapters/store/audit.ts';
import { openSecrets } from '../../adapters/store/secrets.ts';
import { auditEvidence, type Audit } from '../../hub/evidence/audit/audit.ts';
import { CATALOGUE, type Catalogue } from '../../schemas/catalogue.ts';
import { verifyBeside } from '../../signing/verifier.ts';

type Knowing = { readonly key?: string | undefined; readonly workflows?: Catalogue['workflows'] };

/** As the command audits, in the transaction that is open: what a test forges is audited, and never committed. */
export function auditHere(
  client: Client,
  trust: readonly Uint8Array[] = [],
  { key, workflows = CATALOGUE.workflows }: Knowing = {},
): Promise<Audit> {
  const judge = (statement: Uint8Array, signature: Uint8Array) =>
    verifyBeside(statement, { signature, trust });
  return auditEvidence(auditSourceOn(client, openSecrets(key)), { codec: CANONICAL, workflows, judge });
}

/** The same in a transaction of its own, which sees one moment. */
export async function auditNow(
  client: Client,
  trust: readonly Uint8Array[] = [],
  knowing: Knowing = {},
): Promise<Audit> {
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  try {
    return await auditHere(client, trust, knowing);
  } finally {
    await client.query('ROLLBACK');
  }
}

/** Its problems where a test has moved the clock on, and with it the evidence: the roots come after by the true time. */
export async function problemsAhead(client: Client, knowing?: Knowing): Promise<Audit['problems']> {
  const { problems } = await auditNow(client, [], knowing);
  return problems.filter(({ code }) => code !== 'ROOTS_MISSING');
}
