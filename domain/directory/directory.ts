import type { AreaAccess, Authority, NationalSystem, RequestAccess } from './authority.ts';

/** The directory as a decision sees it: a snapshot with a version, so that the decision can be explained later. */
export type Directory = {
  readonly version: number;
  readonly authorities: ReadonlyMap<string, Authority>;
  readonly systems: ReadonlyMap<string, NationalSystem>;
  /** The system that speaks for an authority. */
  readonly systemOf: ReadonlyMap<string, NationalSystem>;
  /** Authorities by `country/area`. */
  readonly byCountryAndArea: ReadonlyMap<string, readonly Authority[]>;
  /** By coordinator: the authorities that are linked to it for requests, and in which areas. */
  readonly linkedForRequests: ReadonlyMap<string, readonly LinkedAuthority[]>;
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
  const linkedForRequests = new Map<string, LinkedAuthority[]>();
  return {
    directory: { version, authorities, systems, systemOf, byCountryAndArea, linkedForRequests },
    addAuthorities(some) {
      for (const authority of some) {
        authorities.set(authority.id, authority);
        for (const { area, request } of authority.areas) {
          addTo(byCountryAndArea, `${authority.country}/${area}`, authority);
          for (const coordinator of request?.linkedCoordinators ?? [])
            addTo(linkedForRequests, coordinator, { authority: authority.id, area });
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

function addTo<T>(lists: Map<string, T[]>, key: string, one: T): void {
  const there = lists.get(key);
  if (there === undefined) lists.set(key, [one]);
  else there.push(one);
}

export function areaAccess(authority: Authority | undefined, area: string): AreaAccess | undefined {
  return authority?.areas.find((access) => access.area === area);
}

export function requestAccess(
  directory: Directory,
  authority: string,
  area: string,
): RequestAccess | undefined {
  return areaAccess(directory.authorities.get(authority), area)?.request;
}

/** May accept requests of other Member States, and so be asked at all (third flag of handbook 9.1.4.1). */
export function mayAccept(authority: Authority | undefined, area: string): boolean {
  return areaAccess(authority, area)?.request?.flags.mayAccept === true;
}

/** May begin new requests or receive them: authority, area access and workflow access all active (handbook 9.1.5). */
export function isActiveForRequests(authority: Authority, area: string): boolean {
  const access = areaAccess(authority, area);
  return authority.status === 'active' && access?.status === 'active' && access.request?.status === 'active';
}
