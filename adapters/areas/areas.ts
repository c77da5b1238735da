import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Area } from '../../domain/area/area.ts';
import type { Workflow } from '../../domain/case/workflow.ts';
import { hubFault } from '../../hub/faults.ts';
import type { AreaSource } from '../../hub/hub.ts';
import type { Log } from '../../hub/ports/surroundings.ts';
import { compileAreas, describeProblem } from '../../schemas/area/compile.ts';

export type WatchedAreas = AreaSource & { close(): void };

const LOOK_EVERY_MS = 5000;

/**
 * The legislative areas of a folder. A broken folder stops the start; later, a change that is broken is refused with the
 * file and the line, and what was published before stays.
 */
export function openAreas(folder: string, log: Log, workflows: readonly Workflow[]): WatchedAreas {
  let current = compiled(folder, workflows);
  let seen = fingerprint(folder);
  const timer = setInterval(() => {
    try {
      const now = fingerprint(folder);
      if (now === seen) return;
      current = recompiled(folder, log, workflows) ?? current;
      seen = now;
    } catch (error) {
      // A file that goes while we look, a folder that is not mounted just now: the next look will see.
      log.error({ reason: reasonOf(error) }, 'the areas cannot be looked at; those before stay');
    }
  }, LOOK_EVERY_MS);
  timer.unref();
  return { current: () => current, close: () => clearInterval(timer) };
}

function compiled(folder: string, workflows: readonly Workflow[]): ReadonlyMap<string, Area> {
  const result = compileAreas(folder, workflows);
  if ('areas' in result) return result.areas;
  const problems = result.problems.map(describeProblem);
  throw hubFault(
    'AREA_BROKEN',
    `The legislative areas in ${folder} cannot be published:\n${problems.join('\n')}`,
  );
}

function recompiled(
  folder: string,
  log: Log,
  workflows: readonly Workflow[],
): ReadonlyMap<string, Area> | undefined {
  const result = compileAreas(folder, workflows);
  if ('areas' in result) {
    log.info({ areas: [...result.areas.keys()] }, 'legislative areas published anew');
    return result.areas;
  }
  log.error(
    { problems: result.problems.map(describeProblem) },
    'changed areas are broken; those before stay',
  );
  return undefined;
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : 'unknown';
}

/** Names, sizes and times of all files: cheap, and different whenever one has been changed. */
function fingerprint(folder: string): string {
  return readdirSync(folder, { recursive: true })
    .map((name) => {
      const { mtimeMs, size } = statSync(join(folder, String(name)));
      return `${String(name)} ${size} ${mtimeMs}`;
    })
    .toSorted()
    .join('\n');
}
