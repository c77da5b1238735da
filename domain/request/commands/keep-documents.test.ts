import { describe, expect, test } from 'vitest';
import { compileAreas } from '../../../schemas/area/compile.ts';
import { areaOf } from '../../testing/areas.ts';
import { BERLIN, handler, PORTO, reader, STRICT } from '../../testing/cast.ts';
import { given } from '../../testing/given.ts';
import { aDraft, aRequest, document, kept } from '../../testing/papers.ts';
import { stations } from '../../testing/stations.ts';

const area = areaOf(compileAreas('schemas/areas'));

describe('a document that the draft has', () => {
  const draft = given({ area }).after(handler(PORTO), 'request.save', aDraft({ attachments: [document('doc-1'), document('doc-2', { size: 5_000_000, uploaded: true })] }));
  const copy = given({ area }).after({ kind: 'hub' }, 'request.openCopy');
  const NOT_KEPT = 'ATTACHMENT_NOT_KEPT /data/attachments/0/kept';

  test('is kept with what was known of it, small or large, and those that are not are gone', () => {
    const both = draft.after(handler(PORTO), 'request.save', aDraft({ attachments: [kept('doc-2'), kept('doc-1'), document('doc-3')] }));
    expect(both.begun().attachments.map(({ id, size }) => [id, size])).toEqual([['doc-2', 5_000_000], ['doc-1', 1000], ['doc-3', 1000]]);
    expect(both.begun().attachmentNames[0]).toMatchObject({ sha256: document('doc-2').sha256, uploaded: true });
    const one = both.after(handler(PORTO), 'request.save', aDraft({ attachments: [kept('doc-1')] }));
    expect(one.begun().attachments.map(({ id }) => id)).toEqual(['doc-1']);
    expect(one.when(handler(PORTO), 'request.save', aDraft({ attachments: [kept('doc-3')] })).outcome).toEqual([NOT_KEPT]);
  });

  test('is kept where it came from another request, and goes with the new one', () => {
    const sent = copy.after(handler(PORTO), 'request.send', aRequest({ attachments: [kept('doc-1')] }));
    expect(sent.open().attachments).toEqual([{ id: 'doc-1', mediaType: 'application/pdf', size: 1000, side: 'requesting' }]);
    const seen = sent.after(handler(BERLIN), 'request.accept').seenBy(reader(BERLIN, 'request handler'));
    expect(seen?.attachments).toMatchObject([{ id: 'doc-1', sha256: document('doc-1').sha256, size: 1000 }]);
    expect(JSON.stringify(sent.events)).not.toContain('"kept"');
    expect(JSON.stringify(draft.after(handler(PORTO), 'request.save', aDraft({ attachments: [kept('doc-1')] })).events)).not.toContain('"kept"');
  });

  test('may be called otherwise, and is no longer described where nothing is said of it', () => {
    const renamed = draft.after(handler(PORTO), 'request.save', aDraft({ attachments: [kept('doc-1', { name: 'diploma.pdf' })] }));
    expect(renamed.begun().attachmentNames).toEqual([{ id: 'doc-1', name: 'diploma.pdf', sha256: document('doc-1').sha256 }]);
  });

  test('is kept where the coordinator has returned the request', () => {
    const returned = stations(area, STRICT).requestReturned;
    const sent = returned.after(handler(PORTO), 'request.send', aRequest({ attachments: [kept('doc-1')] }));
    expect(sent.open().attachments).toMatchObject([{ id: 'doc-1', size: 1000 }]);
  });

  test.each([
    ['that it has not', draft, kept('doc-7')],
    ['under another type', draft, kept('doc-1', { mediaType: 'image/png' })],
    ['that an earlier one had', draft.after(handler(PORTO), 'request.save', { area: 'PQ' }), kept('doc-1')],
    ['before there is a draft', given({ area }), kept('doc-1')],
  ])('is not kept: one %s', (_, story, one) => {
    for (const command of ['request.save', 'request.send'])
      expect(story.when(handler(PORTO), command, aRequest({ attachments: [one] })).outcome).toEqual([NOT_KEPT]);
  });

  test('is one of those that the area takes, in the version of today', () => {
    const strict = { ...area, attachments: { ...area.attachments, maxBytes: 999, maxCount: 1 } };
    const attachments = [kept('doc-1'), document('doc-1', { size: 1 })];
    expect(copy.meanwhile({ area: strict }).when(handler(PORTO), 'request.save', aDraft({ attachments })).outcome).toEqual([
      'ATTACHMENT_TOO_MANY /data/attachments', 'ATTACHMENT_TOO_LARGE /data/attachments/0/kept', 'ATTACHMENT_TWICE /data/attachments/1/id',
    ]);
  });
}); // prettier-ignore
