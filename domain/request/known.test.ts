import { expect, test } from 'vitest';
import { compileAreas } from '../../schemas/area/compile.ts';
import { areaOf } from '../testing/areas.ts';
import {
  BERLIN,
  BONN,
  COMMISSION,
  directoryWith,
  handler,
  PORTO,
  reader,
  referee,
  STRICT,
} from '../testing/cast.ts';
import { IN_SERVICES, notification, PROVIDER } from '../testing/derogation.ts';
import { comment } from '../testing/papers.ts';
import { given, type Story } from '../testing/given.ts';
import { stations } from '../testing/stations.ts';
import { knownAfter, QUIET } from './known.ts';
import { versionFor } from './level.ts';

const area = areaOf(compileAreas('schemas/areas'));
const all = stations(area);
const directory = directoryWith(STRICT);

function known(story: Story): readonly [requesting: number, responding: number] {
  const state = story.open();
  return [versionFor(state, PORTO, directory), versionFor(state, BERLIN, directory)];
}

test.each(QUIET)('%s moves the version of neither side', (type) => {
  const before = { requesting: 3, responding: 7 };
  expect(knownAfter({ known: before }, { type })).toEqual(before);
  expect(knownAfter({ known: before }, { type, side: 'requesting' })).toEqual(before);
});

test('what is internal to one side counts for it alone, and leaves no gap for the other', () => {
  const [requesting, responding] = known(all.accepted);
  const held = all.replyAwaitingApproval;
  expect(known(held)).toEqual([requesting, responding + 1]);
  const returned = held.after(referee(BONN), 'reply.return', { comment: comment('Once more.') });
  expect(known(returned)).toEqual([requesting, responding + 2]);
  const withdrawn = returned.after(handler(PORTO), 'request.withdraw');
  expect(known(withdrawn)).toEqual([requesting + 1, responding + 3]);
});

test('after a restore each side goes on from where the case does', () => {
  const state = { known: { requesting: 3, responding: 5 }, leapt: 1000 };
  expect(knownAfter(state, { type: 'request.accepted' })).toEqual({ requesting: 1001, responding: 1001 });
  expect(knownAfter(state, { type: 'request.returned', side: 'requesting' })).toEqual({
    requesting: 1001,
    responding: 5,
  });
});

test('who is informed counts what neither side keeps to itself', () => {
  const services = areaOf(compileAreas('schemas/areas'), 'SERVICES');
  const begun = given({ area: services, settings: IN_SERVICES }).after(handler(PORTO), 'request.save', { area: 'SERVICES' });
  const saved = begun.after(handler(PORTO), 'request.save', { area: 'SERVICES' });
  const sent = saved.after(handler(PORTO), 'request.send', notification()).after(handler(PORTO), 'request.correct', { subject: PROVIDER });
  expect(sent.seenBy(reader(COMMISSION, 'request viewer'))?.version).toBe(1);
}); // prettier-ignore

test('who has forwarded it learns of no version since, though linked to the next authority', () => {
  const settings = { linkedAuthorities: { [BONN]: [BERLIN] } };
  const forwarded = given({ area, settings }).after(handler(PORTO), 'request.send').after(handler(BERLIN), 'request.forward');
  const [before, after] = [forwarded, forwarded.after(handler(BONN), 'request.accept')].map((story) => story.seenBy(reader(BERLIN, 'request handler')));
  expect(after?.version).toBe(before?.version);
}); // prettier-ignore
