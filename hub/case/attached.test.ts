import { expect, test } from 'vitest';
import { documentsNamed } from './attached.ts';

function named(content: object): readonly string[] {
  return documentsNamed(JSON.stringify({ salt: 'ab', content }));
}

test('the content of an event names documents whichever way they came, in drafts and in what was sent', () => {
  expect(named({ attachments: [{ id: 'doc-1', sha256: 'aa' }] })).toEqual(['aa']);
  expect(named({ attachmentNames: [{ id: 'doc-1', sha256: 'aa' }, { id: 'doc-2', sha256: 'bb' }] })).toEqual(['aa', 'bb']); // prettier-ignore
  expect(named({ answers: [{ value: { attachments: ['doc-1'] } }] })).toEqual([]);
});
