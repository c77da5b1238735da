import { defined } from '../kernel/optional.ts';
import type { AttachmentFact, AttachmentName } from './documents.ts';
import type { Seeing } from './seeing.ts';
import type { AttachmentView } from './shows.ts';

/** Who does not see who is concerned sees a document only counted: its name may already tell. */
export function documentsSeen<P extends string>(
  attachments: readonly (AttachmentFact & { readonly by: P })[],
  names: readonly AttachmentName[],
  { isFull }: Pick<Seeing, 'isFull'>,
): AttachmentView<P>[] {
  return attachments.map(({ id, mediaType, size, by }) => {
    const bare = { id, mediaType, size, by };
    if (!isFull) return bare;
    const named = names.find((name) => name.id === id);
    return {
      ...bare,
      ...defined('sha256', named?.sha256),
      ...defined('uploaded', named?.uploaded),
      ...defined('name', named?.name),
      ...defined('description', named?.description),
    };
  });
}
