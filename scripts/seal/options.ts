import { parseArgs } from 'node:util';
import { wordsOf } from '../command/words.ts';

export type Options = {
  readonly folder: string;
  readonly isTraining: boolean;
  readonly isHelpWanted: boolean;
};

export const USAGE = `usage: seal --training [FOLDER]
Makes a seal for training: key and certificates of the reports' seal (seal.p12), of the receipts' (messages.p12), and the
root that both lead to (root.pem), in FOLDER (seal/ by default), and prints the lines for hub.env. Every name in the
certificates says that they have no legal value. A seal for real exchanges comes from a qualified trust service provider.
Nothing is ever overwritten. Exit code: 0 done, 1 there is a seal already, 3 not asked aright.`;

const KNOWN = {
  training: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

/** The options, or what is wrong with them. */
export function readOptions(args: readonly string[]): Options | string {
  try {
    const { values, positionals } = parseArgs({ args: [...args], options: KNOWN, allowPositionals: true });
    const { training: isTraining, help: isHelpWanted } = values;
    const [folder = 'seal', ...more] = positionals;
    if (isHelpWanted) return { folder, isTraining, isHelpWanted };
    if (more.length > 0) return 'one folder is enough';
    return isTraining ? { folder, isTraining, isHelpWanted } : 'only seals for training are made: --training';
  } catch (error) {
    return wordsOf(error);
  }
}
