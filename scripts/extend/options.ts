import { parseArgs } from 'node:util';
import { wordsOf } from '../command/words.ts';

export type Options = {
  readonly files: readonly string[];
  /** Where the extended files go: a folder, over the files themselves, or beside them. */
  readonly to: { readonly folder: string } | 'in place' | 'beside';
  /** Only to tell when each file must be extended. */
  readonly isQuestion: boolean;
  readonly tsa: string;
  readonly policy: string | undefined;
  /** Files of those whom the authority's certificate must lead to; of anybody where there are none. */
  readonly tsaTrust: readonly string[];
  /** Files of those who are trusted for what is in the file already. */
  readonly trust: readonly string[];
  readonly isHelpWanted: boolean;
};

export const USAGE = `usage: extend FILE... [--out DIR | --in-place] [--tsa URL] [--tsa-trust ROOT]... [--policy OID] [--trust ROOT]...
       extend FILE... --when
  FILE         reports (PDF) that are to be proven for longer, at whatever level they are
  --when       only tells when each file must be extended; asks nobody
  --out        folder for the extended files, which keep their names
  --in-place   replaces the files themselves; without either, report.pdf becomes report.extended.pdf beside it
  --tsa        time-stamp authority (RFC 3161); TSA_URL otherwise
  --tsa-trust  certificates that the authority's must lead to (PEM or DER); TSA_TRUST otherwise
  --policy     policy that the time stamp must be made under; TSA_POLICY otherwise
  --trust      certificates that are trusted in the file (PEM or DER); those of the authority are as well
A file that does not verify is not extended: a new time stamp would only preserve the doubt. Nothing is ever overwritten
but with --in-place. Exit code: 0 done, 1 some file cannot be extended, 2 not now: a service is away, 3 not asked aright.
With --when: 0 all can wait or be extended now, 1 for some file it is too late, or it is no signed file.`;

const KNOWN = {
  out: { type: 'string' },
  'in-place': { type: 'boolean', default: false },
  when: { type: 'boolean', default: false },
  tsa: { type: 'string' },
  'tsa-trust': { type: 'string', multiple: true },
  policy: { type: 'string' },
  trust: { type: 'string', multiple: true },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

type Environment = Readonly<Record<string, string | undefined>>;

/** The options, the environment behind them, or what is wrong with them. */
export function readOptions(args: readonly string[], environment: Environment): Options | string {
  try {
    const { values, positionals: files } = parseArgs({
      args: [...args],
      options: KNOWN,
      allowPositionals: true,
    });
    const { TSA_URL: url, TSA_TRUST: root, TSA_POLICY: policy } = environment;
    const tsaTrust = values['tsa-trust'] ?? (root ? [root] : []);
    const options = {
      files,
      to: values.out === undefined ? (values['in-place'] ? 'in place' : 'beside') : { folder: values.out },
      isQuestion: values.when,
      tsa: values.tsa ?? url ?? '',
      policy: values.policy ?? (policy || undefined),
      tsaTrust,
      trust: [...(values.trust ?? []), ...tsaTrust],
      isHelpWanted: values.help,
    } as const;
    return options.isHelpWanted ? options : (wrongWith(options, values.out, values['in-place']) ?? options);
  } catch (error) {
    return wordsOf(error);
  }
}

function wrongWith(options: Options, out: string | undefined, isInPlace: boolean): string | undefined {
  if (options.files.length === 0) return 'Name the files that are to be extended.';
  if (out !== undefined && isInPlace) return 'Either --out or --in-place.';
  if (options.isQuestion) return undefined;
  if (!/^https?:\/\//.test(options.tsa))
    return 'Name the time-stamp authority with --tsa or TSA_URL (http or https).';
  return options.trust.length === 0
    ? 'Say with --trust, or with TSA_TRUST, whose certificates are trusted.'
    : undefined;
}
