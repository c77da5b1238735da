import { expect, test } from 'vitest';
import { compileAreas } from '../../../schemas/area/compile.ts';
import { HUB } from '../../kernel/message.ts';
import { THE_HUB } from '../../kernel/workflow.ts';
import { areaOf } from '../../testing/areas.ts';
import { BERLIN, handler, LISBON, PORTO, referee } from '../../testing/cast.ts';
import { PAPERS } from '../../testing/papers.ts';
import { stations } from '../../testing/stations.ts';

const all = stations(areaOf(compileAreas('schemas/areas')));

test.each(Object.entries(all))('the hub delivers a finished report while the request is %s', (_, story) => {
  const issued = story.when(THE_HUB, 'report.issue');
  expect(issued.outcome).toEqual(['report.issued']);
  expect(issued.told).toEqual([`report.issued > ${PORTO}`]);
  expect(issued.events[0]?.facts).toEqual(PAPERS['report.issue']);
  expect(issued.state).toEqual(story.state);
});

test('nobody but the hub says that a report is finished', () => {
  for (const actor of [handler(PORTO), handler(BERLIN), referee(LISBON)])
    expect(all.closed.when(actor, 'report.issue').outcome).toEqual(['NOT_ALLOWED /type']);
});

test('the hub itself gives no other command', () => {
  expect(all.closed.offeredTo(THE_HUB)).toEqual(['report.issue', 'report.extend', 'case.ask']);
  expect(all.awaitingAcceptance.when(THE_HUB, 'request.accept').outcome).toEqual(['NOT_ALLOWED /type']);
  const pretender = handler(HUB);
  expect(all.awaitingAcceptance.when(pretender, 'report.issue').outcome).toEqual(['CASE_UNKNOWN /subject']);
});
