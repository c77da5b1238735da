import type { Static } from 'typebox';
import { fault } from '../kernel/refusals.ts';
import { documentId, list } from '../kernel/says.ts';
import { declares, hasTwice, notOfType, type ValueKind } from './value-kind.ts';

const declared = declares('attachment', {});
const EXPECTED = 'one or more documents of the case, each once';

/** Documents of the case, by their ids: the documents themselves go beside the answers, as all do. */
export const attachment = {
  declared,
  member: 'attachments',
  says: list('attachment', documentId('`doc-1` to `doc-999`, attached to this message or before.'), {
    min: 1,
    max: 20,
  }),
  expected: () => EXPECTED,
  check: (_, ids, { path, documents }) =>
    hasTwice(ids)
      ? [notOfType(EXPECTED, `${path}/attachments`)]
      : ids.flatMap((id, index) =>
          documents.has(id) ? [] : [fault('ATTACHMENT_UNKNOWN', `${path}/attachments/${index}`, { attachment: id })],
        ),
  print: (ids, { nameOfDocument }) => ids.map(nameOfDocument).join(' · '),
  form: () => ({ control: 'documents', several: true }),
} as const satisfies ValueKind<Static<typeof declared>, readonly string[]>; // prettier-ignore
