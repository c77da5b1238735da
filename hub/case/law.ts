import type { Area } from '../../domain/area/area.ts';
import { OUTSIDE_AREAS } from '../../domain/area/outside.ts';
import type { Workflow } from '../../domain/case/workflow.ts';
import type { Hub } from '../hub.ts';

/** The area whose law a case of this workflow is under; nothing where that area is not published. */
export function lawOf(
  { areas }: Pick<Hub, 'areas'>,
  { inAreas }: Pick<Workflow, 'inAreas'>,
  area: string,
): Area | undefined {
  return inAreas === undefined ? OUTSIDE_AREAS : areas.current().get(area);
}

/** All the law there is, as the clock asks it. */
export function allLaw({ areas }: Pick<Hub, 'areas'>): readonly Area[] {
  return [OUTSIDE_AREAS, ...areas.current().values()];
}
