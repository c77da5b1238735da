import { parseArgs } from 'node:util';

export type Options = {
  /** Files of those who are trusted. */
  readonly trust: readonly string[];
  /** Only how this receipt stands to the evidence. */
  readonly receipt?: string;
  readonly isJson: boolean;
  readonly isHelpWanted: boolean;
};

export const USAGE = `usage: DATABASE_URL=… npm run evidence -- [--trust ROOT]... [--json] [--receipt FILE]
  --trust  certificates that seals must lead to (PEM or DER); without any, what is sealed cannot be called good
  --json   the answer for machines
  --receipt  only whether this receipt (as it came, XML or JSON) stands in the evidence, or was lost with a restore;
           whether it is genuine ./imi verify tells
Verifies the whole evidence of an installation out of its database: it reads digests, needs no keys and changes nothing.
With HUB_MASTER_KEY it tells, too, what only a hub with that key can have written, and whether all that is sealed opens.
Exit code: 0 whole, 1 broken, 2 cannot be said, 3 not asked aright.`;

const KNOWN = {
  trust: { type: 'string', multiple: true },
  receipt: { type: 'string' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

/** The options, or what is wrong with them. */
export function readOptions(args: readonly string[]): Options | string {
  try {
    const { values } = parseArgs({ args: [...args], options: KNOWN });
    const { trust = [], receipt, json: isJson, help: isHelpWanted } = values;
    return { trust, isJson, isHelpWanted, ...(receipt === undefined ? {} : { receipt }) };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
