import { signingFault } from '../fault.ts';
import { LIMITS } from '../limits.ts';

const MEBI = 1024 * 1024;

/**
 * What is read of one PDF, at most. A report of a hundred pages stays far below each of them; a small file that was made
 * to be endless meets one of them soon. Whatever a file can have many of must have its line here.
 */
export const PDF_LIMITS = {
  bytes: { most: 64 * MEBI, fault: 'PDF_TOO_LARGE' },
  /** Each extension adds two, every few years. */
  revisions: { most: 100, fault: 'PDF_TOO_MANY_REVISIONS' },
  /** Rows of all cross-reference tables together. */
  objects: { most: 100_000, fault: 'PDF_TOO_MANY_OBJECTS' },
  /** Numbers, names, strings, arrays and dictionaries, all together. */
  values: { most: 1_000_000, fault: 'PDF_TOO_MANY_VALUES' },
  /** Arrays and dictionaries in each other; a field below a field. */
  depth: { most: 64, fault: 'PDF_TOO_DEEP' },
  fields: { most: 10_000, fault: 'PDF_TOO_MANY_FIELDS' },
  /** For each the whole file is digested. */
  signatures: { most: 50, fault: 'PDF_TOO_MANY_SIGNATURES' },
  /** Certificates and answers of the document security store: as many of each as are read of any file. */
  stored: { most: 2 * LIMITS.validationItems, fault: 'PDF_TOO_MANY_STORED' },
  /** Bytes of one stream unpacked: as much as is taken from a service in one answer (`PATIENCE`). */
  content: { most: MEBI, fault: 'PDF_UNPACKS_TOO_FAR' },
  /** Bytes of all streams unpacked, each counted once. */
  contents: { most: 16 * MEBI, fault: 'PDF_UNPACKS_TOO_FAR' },
} as const;

export type PdfLimit = keyof typeof PDF_LIMITS;

/** Throws the limit's own fault where the count is above it. */
export function holdTo(limit: PdfLimit, count: number): void {
  const { most, fault } = PDF_LIMITS[limit];
  if (count > most) throw signingFault(fault, `${count} of ${most}`);
}

/** Counts up to the limit, over any number of calls. */
export function countTo(limit: PdfLimit): (more?: number) => void {
  let count = 0;
  return (more = 1) => {
    count += more;
    holdTo(limit, count);
  };
}
