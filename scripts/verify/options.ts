import { parseArgs } from 'node:util';
import { wordsOf } from '../command/words.ts';

export type Options = {
  readonly file: string;
  /** A signature that lies beside the file. */
  readonly signature: string | undefined;
  /** Files of those who are trusted. */
  readonly trust: readonly string[];
  readonly level: string | undefined;
  readonly isJson: boolean;
  readonly isHelpWanted: boolean;
};

export const USAGE = `usage: verify FILE [--trust ROOT]... [--level B-B|B-T|B-LT|B-LTA] [--signature FILE] [--json]
  FILE         a report (PDF), a dossier (ASiC-E), a receipt or another signed message (XML, JSON), or with --signature
               any file
  --trust      certificates that are trusted (PEM or DER); without any the answer is INDETERMINATE at best
  --level      the least level that will do
  --signature  the detached signature (CMS) over the file
Answers with the indications of EN 319 102-1. Exit code: 0 TOTAL-PASSED, 1 TOTAL-FAILED, 2 INDETERMINATE, 3 not asked aright.`;

const KNOWN = {
  trust: { type: 'string', multiple: true },
  level: { type: 'string' },
  signature: { type: 'string' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

const LEVELS: ReadonlySet<string> = new Set(['B-B', 'B-T', 'B-LT', 'B-LTA']);

/** The options, or what is wrong with them. */
export function readOptions(args: readonly string[]): Options | string {
  try {
    const { values, positionals } = parseArgs({ args: [...args], options: KNOWN, allowPositionals: true });
    const { trust = [], level, signature, json: isJson, help: isHelpWanted } = values;
    const [file, ...more] = positionals;
    if (level !== undefined && !LEVELS.has(level)) return `There is no level ${level}.`;
    if (!isHelpWanted && (file === undefined || more.length > 0)) return 'One file is verified at a time.';
    return { file: file ?? '', signature, trust, level, isJson, isHelpWanted };
  } catch (error) {
    return wordsOf(error);
  }
}
