import { Pool } from 'pg';
import { canonicalOf, digestOf } from '../adapters/codecs/canonical.ts';
import { readCertificates } from '../adapters/config/certificates.ts';
import { readForAudit } from '../adapters/store/audit.ts';
import { auditEvidence, type Audit } from '../hub/evidence/audit/audit.ts';
import { verifyBeside } from '../signing/verifier.ts';
import { readOptions, USAGE } from './evidence/options.ts';
import { sentences } from './evidence/sentences.ts';

/** Exit codes for scripts. */
const CODES: Readonly<Record<Audit['outcome'], number>> = { whole: 0, broken: 1, uncertain: 2 };
const NOT_SAID = 2;
const NOT_ASKED = 3;

process.exitCode = await main(process.argv.slice(2), process.env['DATABASE_URL']);

async function main(args: readonly string[], databaseUrl: string | undefined): Promise<number> {
  const options = readOptions(args);
  if (typeof options === 'string') return refuse(`${options}\n${USAGE}`, NOT_ASKED);
  if (options.isHelpWanted) return tell(USAGE, 0);
  if (!databaseUrl) return refuse(`Name the database with DATABASE_URL.\n${USAGE}`, NOT_ASKED);
  const trust = certificatesOf(options.trust);
  if (typeof trust === 'string') return refuse(trust, NOT_ASKED);
  try {
    const found = await audit(databaseUrl, trust);
    return tell(options.isJson ? asJson(found) : sentences(found).join('\n'), CODES[found.outcome]);
  } catch (error) {
    return refuse(`The evidence cannot be read: ${wordsOf(error)}`, NOT_SAID);
  }
}

function certificatesOf(files: readonly string[]): readonly Uint8Array[] | string {
  try {
    return files.flatMap(readCertificates);
  } catch (error) {
    return wordsOf(error);
  }
}

async function audit(connectionString: string, trust: readonly Uint8Array[]): Promise<Audit> {
  const pool = new Pool({ connectionString, max: 1 });
  // A connection that is lost fails the question at hand.
  pool.on('error', () => undefined);
  const codec = { canonical: canonicalOf, digest: (value: unknown) => digestOf(canonicalOf(value)) };
  try {
    return await readForAudit(pool, (source) =>
      auditEvidence(source, {
        codec,
        judge: (statement, signature) => verifyBeside(statement, { signature, trust }),
      }),
    );
  } finally {
    await pool.end();
  }
}

function asJson(found: Audit): string {
  const doubts = [...found.roots.doubts.values()];
  return JSON.stringify({ ...found, roots: { ...found.roots, doubts } }, undefined, 2);
}

function tell(text: string, code: number): number {
  process.stdout.write(`${text}\n`);
  return code;
}

function refuse(text: string, code: number): number {
  process.stderr.write(`${text}\n`);
  return code;
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
