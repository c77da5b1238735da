import { expect, test } from 'vitest';
import { compileAreas } from '../../schemas/area/compile.ts';
import { areaOf } from './areas.ts';
import { stations } from './stations.ts';

test('every station of the stories is the station that it is called', () => {
  const all = Object.entries(stations(areaOf(compileAreas('schemas/areas'))));
  expect(all.map(([name, story]) => [name, story.state.status])).toEqual(all.map(([name]) => [name, name]));
  expect(all).toHaveLength(19);
});
