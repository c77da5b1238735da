import { mkdirSync, readFileSync } from 'node:fs';
import { readCertificates } from '../adapters/config/certificates.ts';
import { extendFile, fileStampsEndAt } from '../signing/extend.ts';
import { isSigningFault, isTemporary } from '../signing/fault.ts';
import { openRevocation } from '../signing/revocation/open-revocation.ts';
import type { Extension } from '../signing/seal/extend-report.ts';
import { openTsa } from '../signing/timestamp/open-tsa.ts';
import { refuse, tell, wordsOf } from './command/words.ts';
import { readOptions, USAGE, type Options } from './extend/options.ts';
import { isTaken, placeFor, put } from './extend/place.ts';
import { faultSentence, whenSentence } from './extend/sentences.ts';

/** Exit codes for scripts; of several files the first trouble in this order decides. */
const DONE = 0;
const CANNOT = 1;
const LATER = 2;
const NOT_ASKED = 3;

// The pause before a further attempt keeps no process alive; this one has nothing else to live for.
const awake = setInterval(() => undefined, 60_000);
process.exitCode = await main(process.argv.slice(2)).finally(() => clearInterval(awake));

async function main(args: readonly string[]): Promise<number> {
  const options = readOptions(args, process.env);
  if (typeof options === 'string') return refuse(`${options}\n${USAGE}`, NOT_ASKED);
  if (options.isHelpWanted) return tell(USAGE, DONE);
  try {
    return options.isQuestion ? worst(options.files.map(tellWhen)) : await extendAll(options);
  } catch (error) {
    return refuse(faultOf(error), NOT_ASKED);
  }
}

function tellWhen(file: string): number {
  try {
    const { text, isLate } = whenSentence(fileStampsEndAt(readFileSync(file)), new Date());
    return tell(`${file}: ${text}`, isLate ? CANNOT : DONE);
  } catch (error) {
    return fail(file, error);
  }
}

async function extendAll(options: Options): Promise<number> {
  const extension = extensionFor(options);
  if (typeof options.to === 'object') mkdirSync(options.to.folder, { recursive: true });
  const codes: number[] = [];
  for (const file of options.files) codes.push(await extendOne(file, options.to, extension));
  return worst(codes);
}

function extensionFor({ tsa: url, policy, tsaTrust, trust }: Options): Extension {
  const authorities = tsaTrust.flatMap(readCertificates);
  return {
    tsa: openTsa({ url, policy, ...(authorities.length > 0 && { trust: authorities }) }),
    revocation: openRevocation(),
    trust: trust.flatMap(readCertificates),
  };
}

async function extendOne(file: string, to: Options['to'], extension: Extension): Promise<number> {
  try {
    const content = readFileSync(file);
    const place = placeFor(file, to);
    if (isTaken(place, to))
      return fail(file, `there is something at ${place} already; nothing is overwritten.`);
    const extended = await extendFile(content, extension);
    put(place, extended, to);
    const { text } = whenSentence(fileStampsEndAt(extended), new Date());
    return tell(`${file}: extended${place === file ? '' : ` as ${place}`}; next time, ${text}`, DONE);
  } catch (error) {
    return fail(file, error);
  }
}

function fail(file: string, trouble: unknown): number {
  const text = typeof trouble === 'string' ? trouble : faultOf(trouble);
  return refuse(`${file}: ${text}`, isTemporary(trouble) ? LATER : CANNOT);
}

function faultOf(error: unknown): string {
  // A fault of the file system has a code as well, and says all in its message.
  if (!isSigningFault(error) || 'syscall' in error) return wordsOf(error);
  return faultSentence(error.code, error.message.replace(`${error.code}: `, ''));
}

function worst(codes: readonly number[]): number {
  return codes.includes(CANNOT) ? CANNOT : Math.max(DONE, ...codes);
}
