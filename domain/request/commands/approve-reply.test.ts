import { describe, expect, test } from 'vitest';
import { compileAreas } from '../../../schemas/area/compile.ts';
import { areaOf } from '../../testing/areas.ts';
import { BERLIN, BONN, handler, LISBON, PORTO, reader, referee, STRICT } from '../../testing/cast.ts';
import { FULL, PARTIAL } from '../../testing/papers.ts';
import { stations } from '../../testing/stations.ts';

const { accepted, replyAwaitingApproval: held } = stations(areaOf(compileAreas('schemas/areas')));
const asker = reader(PORTO, 'request handler');

describe('a reply that the coordinator approves', () => {
  const approved = held.when(referee(BONN), 'reply.approve');

  test('goes to the asking authority with its documents, and its author learns of it', () => {
    expect(approved.outcome).toEqual(['reply.approved']);
    expect(approved.told).toEqual([`request.replied > ${PORTO}`, `reply.approved > ${BERLIN}`]);
    expect(approved.deliveries[0]?.attachments).toEqual(['doc-9']);
    expect(approved.open()).toMatchObject({ status: 'replyProvided', answers: FULL.answers });
    expect(approved.open().held).toBeUndefined();
  });

  test('looks to the other side as if it had just been sent', () => {
    const step = approved.seenBy(asker)?.history.at(-1);
    expect(step).toMatchObject({ event: 'request.replied', comment: { text: 'With kind regards.' } });
  });

  test('is partial where it answered only some of the questions', () => {
    const part = accepted.after(handler(BERLIN), 'request.reply', PARTIAL).when(referee(BONN), 'reply.approve');
    expect(part.state.status).toBe('partiallyAnswered');
    expect(part.told[0]).toBe(`request.partiallyReplied > ${PORTO}`);
    expect(part.seenBy(asker)?.history.at(-1)?.event).toBe('request.partiallyReplied');
  }); // prettier-ignore
});

test('until then the other side sees neither the reply nor that there is one', () => {
  const seen = held.seenBy(asker);
  expect(seen?.status).toBe('accepted');
  expect(JSON.stringify(seen)).not.toMatch(/Since 1994|kind regards|doc-9|replyAwaiting|reply\.submitted/);
  expect(held.open().held?.answers).toEqual(FULL.answers);
});

test('only the coordinator of the side that replies approves it', () => {
  const approve = (authority: string) => held.when(referee(authority), 'reply.approve').outcome;
  expect(approve(LISBON)).toEqual(['NOT_ALLOWED /type']);
  expect(approve(BERLIN)).toEqual(['NOT_ALLOWED /type']);
  expect(held.when(handler(BONN), 'reply.approve').outcome).toEqual(['NOT_ALLOWED /type']);
});

test('what was approved later is what was changed, not what was sent first', () => {
  const story = held
    .after(referee(BONN), 'reply.return')
    .after(handler(BERLIN), 'request.reply', PARTIAL)
    .after(referee(BONN), 'reply.approve');
  expect(story.open()).toMatchObject({ status: 'partiallyAnswered', answers: PARTIAL.answers });
  expect(story.open().attachments.map(({ id }) => id)).toEqual(['doc-1']);
  expect(JSON.stringify(story.seenBy(asker))).not.toContain('doc-9');
});

test('a coordinator that no longer approves replies still decides on the one that it holds', () => {
  const story = held.meanwhile({ settings: { flags: STRICT.flags ?? {}, suspended: [BONN] } });
  expect(story.when(referee(BONN), 'reply.approve').outcome).toEqual(['reply.approved']);
});
