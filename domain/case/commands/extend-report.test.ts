import { expect, test } from 'vitest';
import { compileAreas } from '../../../schemas/area/compile.ts';
import { THE_HUB } from '../../kernel/workflow.ts';
import { areaOf } from '../../testing/areas.ts';
import { BERLIN, handler, LISBON, PORTO, referee } from '../../testing/cast.ts';
import { PAPERS } from '../../testing/papers.ts';
import { stations } from '../../testing/stations.ts';

const all = stations(areaOf(compileAreas('schemas/areas')));

test.each(Object.entries(all))(
  'the hub extends a report while the request is %s, and tells nobody',
  (_, story) => {
    const extended = story.when(THE_HUB, 'report.extend');
    expect(extended.outcome).toEqual(['report.extended']);
    expect(extended.told).toEqual([]);
    expect(extended.events[0]?.facts).toEqual(PAPERS['report.extend']);
    expect(extended.state).toEqual(story.state);
  },
);

test('nobody but the hub says that a report is extended', () => {
  for (const actor of [handler(PORTO), handler(BERLIN), referee(LISBON)])
    expect(all.closed.when(actor, 'report.extend').outcome).toEqual(['NOT_ALLOWED /type']);
});
