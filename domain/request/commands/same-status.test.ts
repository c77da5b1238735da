import { expect, test } from 'vitest';
import { compileAreas } from '../../../schemas/area/compile.ts';
import { THE_HUB, type Actor } from '../../kernel/workflow.ts';
import { areaOf } from '../../testing/areas.ts';
import { actor, BERLIN, BONN, BRAGA, LISBON, MUNICH, PORTO, STRICT } from '../../testing/cast.ts';
import { PAPERS } from '../../testing/papers.ts';
import { stations } from '../../testing/stations.ts';
import { ROLES } from '../access.ts';
import { request } from '../index.ts';

const area = areaOf(compileAreas('schemas/areas'));
const flags = Object.fromEntries(
  [PORTO, LISBON, BERLIN, BONN].map((authority) => [
    authority,
    { ...STRICT.flags?.[authority], usesAllocation: true },
  ]),
);
const settings = { flags, links: { [PORTO]: [LISBON, BRAGA], [BERLIN]: [BONN, MUNICH] } };
const EVERYBODY: readonly Actor[] = [
  ...[PORTO, LISBON, BERLIN, BONN].map((authority) => actor(authority, ...ROLES)),
  THE_HUB,
];
/** Other papers, which fit the other side. */
const MORE: Readonly<Record<string, object>> = { 'request.changeCoordinator': { coordinator: MUNICH } };

const staying = request.commands.filter(
  ({ leadsTo, name }) => leadsTo === 'same' && !/^report\.|^dossier/.test(name),
);

test.each(staying.map(({ name, when }) => [name, when] as const))(
  '%s leaves the request where it is, wherever that is',
  (name, when) => {
    for (const [status, story] of Object.entries(stations(area))) {
      if (!when.some((one) => one === status)) continue;
      const tries = EVERYBODY.flatMap((who) =>
        [PAPERS[name], MORE[name] ?? PAPERS[name]].map((paper) =>
          story.meanwhile({ settings }).when(who, name, paper),
        ),
      );
      const done = tries.filter(({ events }) => events.length > 0);
      expect(done.map(({ state }) => [state.status, state.endedAt])).toEqual(
        done.map(() => [status, story.state.endedAt]),
      );
    }
    expect(when.length).toBeGreaterThan(1);
  },
);
