import { defined } from '../kernel/optional.ts';
import type { Attachment } from './content.ts';

/** What stays of an attached document after erasure. */
export type AttachmentFact = Pick<Attachment, 'id' | 'mediaType' | 'size'>;

/** The digest is among what can be erased: whoever has the document could find by it that it was here. */
export type AttachmentName = Pick<Attachment, 'id' | 'name' | 'description' | 'sha256' | 'uploaded'>;

export function attachmentFact({ id, mediaType, size }: AttachmentFact): AttachmentFact {
  return { id, mediaType, size };
}

export function attachmentName({ id, name, sha256, description, uploaded }: Attachment): AttachmentName {
  return { id, name, sha256, ...defined('description', description), ...defined('uploaded', uploaded) };
}

/** The document as it was attached, and no more. */
export function attachmentOf(attachment: Attachment): Attachment {
  return { ...attachmentName(attachment), ...attachmentFact(attachment) };
}

/** The same from what a case knows; nothing of it once it is erased. */
export function attachmentsIn(
  facts: readonly AttachmentFact[],
  names: readonly AttachmentName[],
): readonly Attachment[] {
  return facts.flatMap((fact) => {
    const name = names.find(({ id }) => id === fact.id);
    return name === undefined ? [] : [attachmentOf({ ...name, ...fact })];
  });
}
