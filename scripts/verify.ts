import { readFileSync } from 'node:fs';
import { readCertificates } from '../adapters/config/certificates.ts';
import type { Verification } from '../hub/verification.ts';
import { judgingProgram } from '../gateway/judging-program.ts';
import { openJudging } from '../signing/judging/open-judging.ts';
import { refuse, tell, wordsOf } from './command/words.ts';
import { readOptions, USAGE, type Options } from './verify/options.ts';
import { sentences } from './verify/sentences.ts';

/** Exit codes for scripts: the standard's three answers, and one for a question that cannot be asked. */
const CODES: Readonly<Record<string, number>> = { 'TOTAL-PASSED': 0, 'TOTAL-FAILED': 1, INDETERMINATE: 2 };
const NOT_ASKED = 3;

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  const options = readOptions(args);
  if (typeof options === 'string') return refuse(`${options}\n${USAGE}`, NOT_ASKED);
  if (options.isHelpWanted) return tell(USAGE);
  try {
    const found = await judge(options);
    const text = options.isJson ? JSON.stringify(found, undefined, 2) : sentences(found).join('\n');
    return tell(text, CODES[found.indication] ?? NOT_ASKED);
  } catch (error) {
    return refuse(wordsOf(error), NOT_ASKED);
  }
}

/** In a process of its own, as the gateway does it: the file may be anybody's. */
async function judge({ file, signature, trust, level }: Options): Promise<Verification> {
  const question = {
    file: readFileSync(file),
    demand: level,
    ...(signature && { signature: readFileSync(signature) }),
  };
  const judging = openJudging({ program: judgingProgram(), trust: trust.flatMap(readCertificates) });
  try {
    return await judging.ask(question);
  } finally {
    judging.close();
  }
}
