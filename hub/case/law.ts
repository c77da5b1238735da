import type { Area } from '../../domain/area/area.ts';
import { OUTSIDE_AREAS } from '../../domain/area/outside.ts';
import type { Workflow } from '../../domain/case/workflow.ts';
import type { World } from '../../domain/world.ts';
import type { Hub } from '../hub.ts';

/** The area whose law a case of this workflow is under; nothing where that area is not published. */
export function lawOf(
  { areas }: Pick<Hub, 'areas'>,
  { inAreas }: Pick<Workflow, 'inAreas'>,
  area: string,
): Area | undefined {
  return inAreas === undefined ? OUTSIDE_AREAS : areas.current().get(area);
}

/** What the rules of a case look at now; nothing where its area is not published. */
export function worldOf(
  hub: Pick<Hub, 'areas' | 'directory' | 'calendar'>,
  workflow: Pick<Workflow, 'inAreas'>,
  code: string,
): World | undefined {
  const area = lawOf(hub, workflow, code);
  return area && { area, directory: hub.directory.current(), calendar: hub.calendar };
}

/** The versions of all that due dates follow from; where one changes, the cases under it are asked anew. */
export function lawVersions({ areas, calendar }: Pick<Hub, 'areas' | 'calendar'>) {
  return [OUTSIDE_AREAS, ...areas.current().values()].map(({ code, version }) => ({
    code,
    version: `${version} ${calendar.version}`,
  }));
}
