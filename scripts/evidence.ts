import { readFileSync } from 'node:fs';
import type { Pool } from 'pg';
import { CANONICAL } from '../adapters/codecs/canonical.ts';
import { readCertificates } from '../adapters/config/certificates.ts';
import { readForAudit } from '../adapters/store/audit.ts';
import { closePool, openPool, PATIENT } from '../adapters/store/pool.ts';
import { openSecrets } from '../adapters/store/secrets.ts';
import { auditEvidence, type Audit } from '../hub/evidence/audit/audit.ts';
import { CATALOGUE } from '../schemas/catalogue.ts';
import { verifyBeside } from '../signing/verifier.ts';
import { readOptions, USAGE } from './evidence/options.ts';
import { placeIn, standingIn } from './evidence/receipt.ts';
import { sentences, standingSentence } from './evidence/sentences.ts';

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
  const { HUB_MASTER_KEY: key } = process.env;
  if (key !== undefined && openSecrets(key) === undefined)
    return refuse(
      'HUB_MASTER_KEY is not the base64 of 32 bytes; leave it out to audit without it.',
      NOT_ASKED,
    );
  const trust = certificatesOf(options.trust);
  if (typeof trust === 'string') return refuse(trust, NOT_ASKED);
  try {
    if (options.receipt !== undefined) return await findReceipt(databaseUrl, options.receipt);
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

async function findReceipt(databaseUrl: string, file: string): Promise<number> {
  const place = placeIn(readFileSync(file));
  if (place === undefined)
    return refuse(`${file} is no receipt that names its place in the evidence.`, NOT_ASKED);
  const pool = poolOn(databaseUrl);
  try {
    const standing = await standingIn(pool, place);
    return tell(standingSentence(place, standing), CODES[standing === 'unknown' ? 'broken' : 'whole']);
  } finally {
    await closePool(pool);
  }
}

function poolOn(connectionString: string): Pool {
  // A connection that is lost fails the question at hand.
  return openPool(connectionString, { purpose: PATIENT, max: 1, log: { warn: () => undefined } });
}

async function audit(databaseUrl: string, trust: readonly Uint8Array[]): Promise<Audit> {
  const pool = poolOn(databaseUrl);
  try {
    return await readForAudit(pool, openSecrets(process.env['HUB_MASTER_KEY']), (source) =>
      auditEvidence(source, {
        codec: CANONICAL,
        workflows: CATALOGUE.workflows,
        judge: (statement, signature) => verifyBeside(statement, { signature, trust }),
      }),
    );
  } finally {
    await closePool(pool);
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
