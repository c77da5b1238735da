import type { AccessRule } from './access-rule.ts';
import type { AreaAccess, Authority, NationalSystem, WorkflowAccess } from './authority.ts';

/** The directory as a decision sees it: a snapshot with a version, so that the decision can be explained later. */
export type Directory = {
  readonly version: number;
  readonly authorities: ReadonlyMap<string, Authority>;
  readonly systems: ReadonlyMap<string, NationalSystem>;
  /** The system that speaks for an authority. */
  readonly systemOf: ReadonlyMap<string, NationalSystem>;
  /** As `authoritiesIn` asks for them. */
  readonly byCountryAndArea: ReadonlyMap<string, readonly Authority[]>;
  /** By `authority/workflow`: those whose cases it may look into, being linked to them, and in which areas. */
  readonly linked: ReadonlyMap<string, readonly LinkedAuthority[]>;
};

export type LinkedAuthority = { readonly authority: string; readonly area: string };

export function makeDirectory(
  version: number,
  authorities: readonly Authority[],
  systems: readonly NationalSystem[],
): Directory {
  const builder = buildDirectory(version);
  builder.addAuthorities(authorities);
  builder.addSystems(systems);
  return builder.directory;
}

/** A directory that grows part by part, so that its builder can let others work in between. */
export type DirectoryBuilder = {
  addAuthorities(some: readonly Authority[]): void;
  addSystems(some: readonly NationalSystem[]): void;
  /** Not to be handed on before the last part is in. */
  readonly directory: Directory;
};

/** What a part costs depends on the part alone: a Europe of 126,000 authorities is one area's list in places. */
export function buildDirectory(version: number): DirectoryBuilder {
  const authorities = new Map<string, Authority>();
  const systems = new Map<string, NationalSystem>();
  const systemOf = new Map<string, NationalSystem>();
  const byCountryAndArea = new Map<string, Authority[]>();
  const linked = new Map<string, LinkedAuthority[]>();
  return {
    directory: { version, authorities, systems, systemOf, byCountryAndArea, linked },
    addAuthorities(some) {
      for (const authority of some) {
        authorities.set(authority.id, authority);
        for (const access of authority.areas) {
          addTo(byCountryAndArea, keyOf({ country: authority.country, area: access.area }), authority);
          for (const [looking, workflow] of linksOf(access))
            addTo(linked, `${looking}/${workflow}`, { authority: authority.id, area: access.area });
        }
      }
    },
    addSystems(some) {
      for (const system of some) {
        systems.set(system.id, system);
        for (const id of system.authorities) systemOf.set(id, system);
      }
    },
  };
}

type Place = { readonly country: string; readonly area: string };

function keyOf({ country, area }: Place): string {
  return `${country}/${area}`;
}

/** The authorities of a Member State that have anything to do with a legislative area. */
export function authoritiesIn(
  { byCountryAndArea }: Pick<Directory, 'byCountryAndArea'>,
  place: Place,
): readonly Authority[] {
  return byCountryAndArea.get(keyOf(place)) ?? [];
}

function linksOf({ workflows }: AreaAccess): readonly (readonly [linked: string, workflow: string])[] {
  return Object.entries(workflows).flatMap(([workflow, { linkedCoordinators, linkedAuthorities = [] }]) =>
    [...new Set([...linkedCoordinators, ...linkedAuthorities])].map((linked) => [linked, workflow] as const),
  );
}

function addTo<T>(lists: Map<string, T[]>, key: string, one: T): void {
  const there = lists.get(key);
  if (there === undefined) lists.set(key, [one]);
  else there.push(one);
}

export function areaAccess(authority: Authority | undefined, area: string): AreaAccess | undefined {
  return authority?.areas.find((access) => access.area === area);
}

/** The access to the workflow whose rule it is; the directory was held against that rule when it was read. */
export function workflowAccess<Flag extends string>(
  authority: Authority | undefined,
  area: string,
  { workflow }: AccessRule<Flag>,
): WorkflowAccess<Flag> | undefined {
  return areaAccess(authority, area)?.workflows[workflow];
}

/** May begin new cases or take part in them: authority, area access and workflow access all active (handbook 9.1.5). */
export function isActiveIn(authority: Authority, area: string, { workflow }: AccessRule): boolean {
  const access = areaAccess(authority, area);
  return (
    authority.status === 'active' &&
    access?.status === 'active' &&
    access.workflows[workflow]?.status === 'active'
  );
}

/** Those to which a coordinator or an authority is linked in the workflow (handbook 4.1.3.3, glossary: linked authority). */
export function linkedTo(
  { linked }: Directory,
  authority: string,
  { workflow }: AccessRule,
): readonly LinkedAuthority[] {
  return linked.get(`${authority}/${workflow}`) ?? [];
}
