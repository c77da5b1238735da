import { containerStampsEndAt, extendContainer } from './asic/extend-container.ts';
import { signingFault } from './fault.ts';
import { extendReport, stampsEndAt } from './seal/extend-report.ts';
import type { Extension } from './seal/extend-report.ts';

type Kind = {
  readonly begins: string;
  readonly extend: (file: Uint8Array, extension: Extension) => Promise<Uint8Array>;
  readonly stampsEndAt: (file: Uint8Array) => Date | undefined;
};

/** Every kind of signed file that can be extended has its line here. */
const KINDS: readonly Kind[] = [
  { begins: '%PDF-', extend: extendReport, stampsEndAt },
  { begins: 'PK\u0003\u0004', extend: extendContainer, stampsEndAt: containerStampsEndAt },
];

/** Carries a signed file of any kind that we know over the end of its newest time stamp. */
export async function extendFile(file: Uint8Array, extension: Extension): Promise<Uint8Array> {
  return kindOf(file).extend(file, extension);
}

/** When the certificate of its newest time stamp ends: before that it has to be extended. Nothing without a time stamp. */
export function fileStampsEndAt(file: Uint8Array): Date | undefined {
  return kindOf(file).stampsEndAt(file);
}

function kindOf(file: Uint8Array): Kind {
  const start = Buffer.from(file.subarray(0, 8)).toString('latin1');
  const kind = KINDS.find(({ begins }) => start.startsWith(begins));
  if (kind === undefined)
    throw signingFault('FILE_KIND_UNKNOWN', 'no kind of signed file that is known here');
  return kind;
}
