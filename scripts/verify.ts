import { readFileSync } from 'node:fs';
import { compileCodecs, DEFAULT_LIMITS } from '../adapters/codecs/codecs.ts';
import { readCertificates } from '../adapters/config/certificates.ts';
import type { Verification } from '../hub/verification.ts';
import { makeBook } from '../schemas/catalogue.ts';
import { openVerifier, verifyBeside, type Reading } from '../signing/verifier.ts';
import { readOptions, USAGE, type Options } from './verify/options.ts';
import { sentences } from './verify/sentences.ts';

/** Exit codes for scripts: the standard's three answers, and one for a question that cannot be asked. */
const CODES: Readonly<Record<string, number>> = { 'TOTAL-PASSED': 0, 'TOTAL-FAILED': 1, INDETERMINATE: 2 };
const NOT_ASKED = 3;

/** Larger than the hub takes them: what it sends may be. */
const LIMITS = { ...DEFAULT_LIMITS, maxBytes: 32 * 1024 * 1024 };

process.exitCode = main(process.argv.slice(2));

function main(args: readonly string[]): number {
  const options = readOptions(args);
  if (typeof options === 'string') return refuse(`${options}\n${USAGE}`);
  if (options.isHelpWanted) {
    process.stdout.write(`${USAGE}\n`);
    return 0;
  }
  try {
    const found = judge(options);
    const text = options.isJson ? JSON.stringify(found, undefined, 2) : sentences(found).join('\n');
    process.stdout.write(`${text}\n`);
    return CODES[found.indication] ?? NOT_ASKED;
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  }
}

function judge({ file, signature, trust, level }: Options): Verification {
  const roots = trust.flatMap(readCertificates);
  const content = readFileSync(file);
  if (signature === undefined) return openVerifier(roots, reading()).verify(content, level);
  return verifyBeside(content, { signature: readFileSync(signature), trust: roots, demand: level });
}

function reading(): Reading {
  const codecs = compileCodecs(makeBook(), LIMITS);
  return { ...codecs, read: (file) => codecs.decode(file, undefined) };
}

function refuse(text: string): number {
  process.stderr.write(`${text}\n`);
  return NOT_ASKED;
}
