import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { WORKFLOWS } from '../workflows.ts';
import { forgetAll, neverSeen } from './declared.ts';

/**
 * That commands lead and refuse no otherwise than they declare is compared in every story (`given.ts`). Here the stories of all
 * commands are told once more, in one process, to find what is declared and never happens.
 */

/** What no story can show, and why. */
const IMPOSSIBLE: Readonly<Record<string, readonly string[]>> = {
  request: [
    // After the second referee there is nobody to pass it on to but the responding authority.
    'request.findUnsatisfactory: referredToRespondingCoordinator > referredToRespondingCoordinator',
  ],
};

forgetAll();
for (const folder of ['case', ...WORKFLOWS.map(({ name }) => name)])
  for (const path of storiesIn(join(import.meta.dirname, '..', folder, 'commands'))) await import(path);

test.each(WORKFLOWS.map((one) => [one.name, one] as const))(
  'all that a %s declares is in some story',
  (_, workflow) => {
    expect(neverSeen(workflow)).toEqual(IMPOSSIBLE[workflow.name] ?? []);
  },
);

function storiesIn(folder: string): readonly string[] {
  const names = readdirSync(folder).filter((name) => name.endsWith('.test.ts'));
  return names.map((name) => join(folder, name));
}
