import { defined } from '../kernel/optional.ts';
import type { Block, DocumentRow } from '../reports/model.ts';
import type { Phrases } from '../reports/phrases.ts';
import { marked, plain } from '../reports/words.ts';
import type { AttachmentView } from './shows.ts';

/** The attached documents, each with the digest by which it is recognised; without personal data only type and size. */
export function documentBlocks<P extends string>(
  attachments: readonly AttachmentView<P>[],
  how: {
    readonly areNamed: boolean;
    /** What those who add documents are called, by keys of the hub's words. */
    readonly adders: Readonly<Record<P, string>>;
  },
  phrases: Phrases,
): readonly Block[] {
  if (attachments.length === 0) return [{ kind: 'note', text: phrases.say('report.noDocuments') }];
  const table: Block = {
    kind: 'documents',
    columns: [phrases.say('label.document'), phrases.say('label.mediaType'), phrases.say('label.addedBy')],
    rows: attachments.map((attachment) => row(attachment, how.adders[attachment.by], phrases)),
  };
  return how.areNamed ? [table] : [{ kind: 'note', text: phrases.say('report.documentsUnnamed') }, table];
}

function row(attachment: Omit<AttachmentView<string>, 'by'>, adder: string, phrases: Phrases): DocumentRow {
  const { id, name, mediaType, size, sha256, description } = attachment;
  const digest = sha256 === undefined ? undefined : { label: phrases.say('label.sha256'), value: sha256 };
  return {
    name: plain(name === undefined ? id : `${name} [${id}]`, phrases),
    ...defined('description', marked(description, phrases)[0]),
    ...defined('digest', digest),
    type: plain(`${kindOfFile(mediaType, phrases)}, ${phrases.size(size)}`, phrases),
    addedBy: phrases.say(adder),
  };
}

/** What people call files of the type; its name where the hub has no words for it. */
function kindOfFile(mediaType: string, phrases: Phrases): string {
  const key = `mediaType.${mediaType}`;
  const { text } = phrases.say(key);
  return text === key ? mediaType : text;
}
