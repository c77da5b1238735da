import { defined } from '../kernel/optional.ts';
import { fault, type Fault, type RefusalCode } from '../kernel/refusals.ts';
import type { Attachment, KeptAttachment } from './content.ts';

/** A document of a paper: it comes with it, or the case holds it. */
export type Written = Attachment | KeptAttachment;

/**
 * The same with what the case knows of those that are kept. What they are called may be written anew, as all of a paper is; the
 * bytes stay, and with them their type.
 */
export function withKept(written: readonly Written[], held: readonly Attachment[]): readonly Written[] {
  return written.map((one) => {
    if (isThere(one)) return one;
    const found = held.find(({ id, mediaType }) => id === one.id && mediaType === one.mediaType);
    if (found === undefined) return one;
    const { sha256, size, uploaded } = found;
    return { ...one, sha256, size, ...defined('uploaded', uploaded) };
  });
}

export function isThere(one: Written): one is Attachment {
  return 'sha256' in one;
}

export const KEPT_REFUSALS = ['ATTACHMENT_NOT_KEPT'] as const satisfies readonly RefusalCode[];

/** Nobody keeps what he has not. */
export function checkKept(written: readonly Written[]): readonly Fault[] {
  return written.flatMap((one, index) => {
    if (isThere(one)) return [];
    const { id: attachment, mediaType } = one;
    return [fault('ATTACHMENT_NOT_KEPT', `/data/attachments/${index}/kept`, { attachment, mediaType })];
  });
}
