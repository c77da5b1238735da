import type { AuthorityActor } from '../../domain/kernel/workflow.ts';
import type { Hub } from '../hub.ts';
import type { CasePage, CasesWanted, Viewpoint } from '../ports/store.ts';

/** What an action list or a search asks for; from where it looks follows from whom it is for. */
export type ListWanted = Omit<CasesWanted, 'viewpoints' | 'person'>;

/**
 * The cases of these authorities (handbook 5.3.9.2): their own, and those that they may look into as coordinators. An action
 * list holds their own alone: what waits for another is for that one to do.
 */
export function listCases(hub: Hub, authorities: readonly string[], wanted: ListWanted): Promise<CasePage> {
  const own = authorities.map((authority) => ({ authority }));
  const others = wanted.waitsFor !== undefined ? [] : watchedBy(hub, authorities);
  return hub.store.cases({ ...wanted, viewpoints: [...own, ...others] });
}

/** What waits for one person of an authority, by its roles and by what is allocated to it (handbook 5.3.9.1). */
export function listTasks(
  hub: Hub,
  { authority, person, roles }: AuthorityActor & { readonly person: string },
  page: Pick<CasesWanted, 'after' | 'limit'>,
): Promise<CasePage> {
  return hub.store.cases({
    ...page,
    viewpoints: [{ authority }],
    waitsFor: roles,
    person: {
      number: person,
      allocatedAreas: allocatedBy(hub, authority),
      allocates: [...hub.catalogue.workflows.values()].some(
        ({ allocation }) => allocation !== undefined && roles.includes(allocation.role),
      ),
    },
  });
}

function allocatedBy({ catalogue, directory }: Hub, authority: string): readonly string[] {
  const now = directory.current();
  const areas = now.authorities.get(authority)?.areas ?? [];
  return [...catalogue.workflows.values()].flatMap(({ name, allocation }) =>
    areas
      .filter(({ area }) => allocation?.isUsed(now, authority, area) === true)
      .map(({ area }) => `${name}/${area}`),
  );
}

/** Each authority once for each workflow and area, however many of the readers may look into its cases. */
function watchedBy({ catalogue, directory }: Hub, authorities: readonly string[]): readonly Viewpoint[] {
  const watched = [...catalogue.workflows.values()].flatMap(({ name: workflow, watches }) =>
    authorities
      .flatMap((reader) => watches(reader, directory.current()))
      .filter(({ authority }) => !authorities.includes(authority))
      .map(({ authority, area }) => ({ authority, into: { workflow, area } })),
  );
  return [
    ...new Map(
      watched.map((one) => [`${one.into.workflow} ${one.into.area} ${one.authority}`, one]),
    ).values(),
  ];
}
