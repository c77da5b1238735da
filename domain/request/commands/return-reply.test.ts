import { expect, test } from 'vitest';
import { compileAreas } from '../../../schemas/area/compile.ts';
import { areaOf } from '../../testing/areas.ts';
import { BERLIN, BONN, handler, PORTO, reader, referee } from '../../testing/cast.ts';
import { FULL, PARTIAL } from '../../testing/papers.ts';
import { stations } from '../../testing/stations.ts';

const { replyAwaitingApproval: held } = stations(areaOf(compileAreas('schemas/areas')));

test('a reply that needs a change goes back with what is to be changed, and only there', () => {
  const returned = held.when(referee(BONN), 'reply.return');
  expect(returned.outcome).toEqual(['reply.returned']);
  expect(returned.told).toEqual([`reply.returned > ${BERLIN}`]);
  expect(returned.state.status).toBe('replyReturned');
  const home = returned.seenBy(reader(BERLIN, 'request handler'));
  expect(home?.history.at(-1)).toMatchObject({ event: 'reply.returned', comment: { text: 'Please name the year.' } });
  const abroad = returned.seenBy(reader(PORTO, 'request handler'));
  expect(abroad?.status).toBe('accepted');
  expect(abroad?.history.map(({ event }) => event)).toEqual(['request.submittedForApproval', 'request.sent', 'request.accepted']);
}); // prettier-ignore

test('return, change, again: the coordinator is asked each time, the other side never learns of it', () => {
  const again = held
    .after(referee(BONN), 'reply.return')
    .after(handler(BERLIN), 'request.reply', FULL)
    .after(referee(BONN), 'reply.return')
    .when(handler(BERLIN), 'request.reply', FULL);
  expect(again.told).toEqual([`reply.awaitsApproval > ${BONN}`]);
  expect(again.seenBy(reader(PORTO, 'request handler'))?.status).toBe('accepted');
  const approved = again.after(referee(BONN), 'reply.approve');
  expect(approved.open().attachments.map(({ id }) => id)).toEqual(['doc-1', 'doc-9']);
});

test.each([
  ['replyProvided', FULL],
  ['partiallyAnswered', PARTIAL],
] as const)(
  'where the coordinator no longer approves, the changed reply goes at once: %s',
  (status, data) => {
    const returned = held.after(referee(BONN), 'reply.return').meanwhile({ settings: {} });
    const changed = returned.when(handler(BERLIN), 'request.reply', data);
    expect(changed.state.status).toBe(status);
    expect(changed.told.map((one) => one.split(' > ')[1])).toContain(PORTO);
  },
);

test('a returned reply waits for its author', () => {
  const returned = held.after(referee(BONN), 'reply.return');
  for (const command of ['reply.approve', 'reply.return'])
    expect(returned.when(referee(BONN), command).outcome).toEqual(['WRONG_STATUS /type']);
});
