import { isUnread } from '../fault.ts';
import type { SigningFault, SigningFaultCode } from '../fault.ts';
import { PDF_LIMITS } from '../pdf/limits.ts';
import { openPdf } from '../pdf/read.ts';
import type { PdfReader } from '../pdf/read.ts';
import { failure } from './indication.ts';
import type { Failure } from './indication.ts';
import { isTimeStamp, locateSignatures } from './locate.ts';
import type { LocatedSignature } from './locate.ts';

/** How many ends of revisions are tried before a file counts as unread. */
const MOST_TRIED = 4;
const END_OF_FILE = /%%EOF(?:\r\n|\n|\r)?/y;

/** A file at one of its revisions, and the signatures that this shows. */
export type Opened = { readonly reader: PdfReader; readonly located: readonly LocatedSignature[] };

/**
 * The file at its newest revision, or where that cannot be read or shows no seal, at an earlier one that does. What
 * follows a seal is so found to be what it is, a change after signing: no bytes behind a seal may hide it.
 */
export function openSigned(file: Uint8Array): Opened {
  const newest = opened(file);
  const found = isSigned(newest) ? newest : (openEarlier(file) ?? newest);
  if ('code' in found) throw found;
  return found;
}

function openEarlier(file: Uint8Array): Opened | undefined {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  let at = bytes.lastIndexOf('%%EOF', undefined, 'latin1');
  for (let tried = 0; at > 0 && tried < MOST_TRIED; tried++) {
    END_OF_FILE.lastIndex = 0;
    const end = at + (END_OF_FILE.exec(bytes.toString('latin1', at, at + 7))?.[0].length ?? 0);
    const found = end < file.length ? opened(file.subarray(0, end)) : undefined;
    if (found && isSigned(found)) return found;
    at = bytes.lastIndexOf('%%EOF', at - 1, 'latin1');
  }
  return undefined;
}

function isSigned(found: Opened | SigningFault): found is Opened {
  return 'located' in found && found.located.some((signature) => !isTimeStamp(signature));
}

/** The fault as a value where it says that the file was not read; a limit that is reached ends all reading. */
function opened(file: Uint8Array): Opened | SigningFault {
  try {
    const reader = openPdf(file);
    return { reader, located: locateSignatures(file, reader) };
  } catch (error) {
    if (isUnread(error)) return error;
    throw error;
  }
}

/** What a fault of reading means for a verdict: only a PDF that is broken has failed. Undefined for any other fault. */
export function unreadFailure(code: SigningFaultCode): Failure | undefined {
  if (code === 'PDF_UNREADABLE') return failure('FORMAT_FAILURE', 'FILE_UNREADABLE');
  if (code === 'PDF_NOT_READ') return failure('GENERIC', 'FORM_NOT_READ');
  const limit = Object.values(PDF_LIMITS).find(({ fault }) => fault === code);
  return limit && failure('GENERIC', limit.fault);
}
