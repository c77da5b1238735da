import { describe, expect, test } from 'vitest';
import { compileAreas } from '../../../schemas/area/compile.ts';
import { areaOf } from '../../testing/areas.ts';
import { BERLIN, BONN, handler, LISBON, PORTO, reader, referee } from '../../testing/cast.ts';
import { given } from '../../testing/given.ts';
import { comment, document, FULL } from '../../testing/papers.ts';
import { stations } from '../../testing/stations.ts';
import { DOCUMENT_TOPICS, MESSAGE_TOPICS } from '../topics.ts';

const area = areaOf(compileAreas('schemas/areas'));
const all = stations(area);
const accepted = given({ area })
  .after(handler(PORTO), 'request.send')
  .after(handler(BERLIN), 'request.accept');
const wanted = { topic: 'documentsWanted', comment: comment('Please send the Unterlagen.') };
const sent = { topic: 'requestedDocuments', attachments: [document('doc-2')] };

function bad(attachments: readonly object[]) {
  return accepted.when(handler(PORTO), 'request.addMessage', { topic: 'furtherDetails', attachments })
    .outcome;
}

describe('before the reply', () => {
  test('the two authorities write to one another, with documents', () => {
    const asked = accepted.when(handler(BERLIN), 'request.addMessage', wanted);
    expect(asked.outcome).toEqual(['request.messageAdded']);
    expect(asked.told).toEqual([`request.messageAdded > ${PORTO}`]);
    const answered = asked.when(handler(PORTO), 'request.addMessage', sent);
    expect(answered.deliveries).toEqual([
      { do: 'tell', to: BERLIN, type: 'request.messageAdded', attachments: ['doc-2'] },
    ]);
    const seen = answered.seenBy(reader(BERLIN, 'request handler'));
    expect(seen?.history.slice(-2)).toMatchObject([
      { topic: 'documentsWanted', comment: { text: 'Please send the Unterlagen.' } },
      { topic: 'requestedDocuments' },
    ]);
    expect(seen?.attachments.map(({ id, by }) => [id, by])).toEqual([['doc-1', 'requesting'], ['doc-2', 'requesting']]);
    expect(answered.state.status).toBe('accepted');
  }); // prettier-ignore

  test('what they write is for nobody who does not see whom it is about; the pre-defined comment is', () => {
    const asked = accepted.after(handler(BERLIN), 'request.addMessage', wanted);
    for (const who of [reader(LISBON, 'referral handler'), reader(BONN, 'referral handler'), reader(PORTO, 'allocator')]) {
      expect(asked.seenBy(who)?.history.at(-1)).toMatchObject({ topic: 'documentsWanted' });
      expect(JSON.stringify(asked.seenBy(who))).not.toContain('Unterlagen');
    }
    const moved = asked.after(handler(BERLIN), 'request.forward');
    expect(JSON.stringify(moved.seenBy(reader(BONN, 'request handler')))).not.toContain('Unterlagen');
    const again = moved.after(handler(BONN), 'request.accept');
    expect(JSON.stringify(again.seenBy(reader(BONN, 'request handler')))).toContain('Unterlagen');
  }); // prettier-ignore

  test.each(MESSAGE_TOPICS)('a message about %s comes with documents where they are what it is about', (topic) => {
    const isOfDocuments = DOCUMENT_TOPICS.some((one) => one === topic);
    const bare = accepted.when(handler(PORTO), 'request.addMessage', { topic });
    expect(bare.outcome).toEqual([isOfDocuments ? 'TOPIC_NEEDS_ATTACHMENT /data/attachments' : 'request.messageAdded']);
    const filled = accepted.when(handler(PORTO), 'request.addMessage', { topic, attachments: [document('doc-2')] });
    expect(filled.outcome).toEqual(['request.messageAdded']);
  }); // prettier-ignore

  test('documents are checked as those of a request are', () => {
    expect(bad([document('doc-1')])).toEqual(['ATTACHMENT_TWICE /data/attachments/0/id']);
    expect(bad([document('doc-2', { mediaType: 'text/html' })])).toEqual(['ATTACHMENT_TYPE /data/attachments/0/mediaType']);
    expect(bad([document('doc-2', { size: 99_000_000_000 })])).toEqual(['ATTACHMENT_TOO_LARGE /data/attachments/0/content']);
    expect(bad(Array.from({ length: 20 }, (_, index) => document(`doc-${index + 2}`)))).toEqual(['ATTACHMENT_TOO_MANY /data/attachments']);
  }); // prettier-ignore
});

describe('that a reply is with the coordinator', () => {
  test('makes no difference to who asks', () => {
    const { replyAwaitingApproval, replyReturned } = all;
    for (const story of [replyAwaitingApproval, replyReturned]) {
      expect(story.offeredTo(handler(PORTO))).toEqual(all.accepted.offeredTo(handler(PORTO)));
      const told = story.when(handler(PORTO), 'request.addMessage', { topic: 'furtherDetails', attachments: [document('doc-9')] });
      expect(told.outcome).toEqual(['request.messageAdded']);
    }
  }); // prettier-ignore

  test('a document of the same number does not take the place of the one in the reply', () => {
    const wide = { ...FULL, attachments: [document('doc-9', { name: 'extract.pdf' }), document('doc-2', { name: 'second.pdf' })] };
    const told = all.accepted
      .after(handler(BERLIN), 'request.reply', wide)
      .after(handler(PORTO), 'request.addMessage', { topic: 'furtherDetails', attachments: [document('doc-9', { name: 'mine.pdf' })] });
    const published = told.when(referee(BONN), 'reply.approve');
    expect(published.open().attachments.map(({ id, side }) => [id, side])).toEqual([
      ['doc-1', 'requesting'], ['doc-9', 'requesting'], ['doc-3', 'responding'], ['doc-2', 'responding'],
    ]);
    const names = published.seenBy(reader(PORTO, 'request handler'))?.attachments.map(({ id, name }) => [id, name]);
    expect(names).toContainEqual(['doc-9', 'mine.pdf']);
    expect(names).toContainEqual(['doc-3', 'extract.pdf']);
    expect(published.deliveries[0]?.attachments).toEqual(['doc-3', 'doc-2']);
  }); // prettier-ignore
});

test('before acceptance and after the reply there are other ways', () => {
  for (const story of [
    all.awaitingAcceptance,
    all.replyProvided,
    all.closed,
    all.referredToRequestingCoordinator,
  ])
    expect(story.when(handler(PORTO), 'request.addMessage').outcome).toEqual(['WRONG_STATUS /type']);
});

test('coordinators do not write', () => {
  for (const who of [referee(LISBON), referee(BONN), handler(LISBON)])
    expect(all.accepted.when(who, 'request.addMessage').outcome).toEqual(['NOT_ALLOWED /type']);
});

test('its own side sees a held document under the number that it will have', () => {
  const told = all.accepted
    .after(handler(BERLIN), 'request.reply', { ...FULL, attachments: [document('doc-2', { name: 'extract.pdf' })] })
    .after(handler(PORTO), 'request.addMessage', { topic: 'furtherDetails', attachments: [document('doc-2', { name: 'mine.pdf' })] });
  const seen = told.seenBy(reader(BERLIN, 'request handler'))?.attachments.map(({ id, name }) => [id, name]);
  expect(seen?.slice(1)).toEqual([['doc-2', 'mine.pdf'], ['doc-3', 'extract.pdf']]);
}); // prettier-ignore

test('of each authority there are two hundred at the most: every message to come carries them all', () => {
  const one = { topic: 'furtherDetails' };
  let story = all.accepted;
  for (let count = 0; count < 200; count += 1) story = story.after(handler(PORTO), 'request.addMessage', one);
  expect(story.when(handler(PORTO), 'request.addMessage', one).outcome).toEqual(['MESSAGES_TOO_MANY /type']);
  expect(story.when(handler(BERLIN), 'request.addMessage', one).outcome).toEqual(['request.messageAdded']);
});
