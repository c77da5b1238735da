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
};

export function makeDirectory(
  version: number,
  authorities: readonly Authority[],
  systems: readonly NationalSystem[],
): Directory {
  const byCountryAndArea = new Map<string, Authority[]>();
  for (const authority of authorities) {
    for (const { area } of authority.areas) {
      const key = `${authority.country}/${area}`;
      byCountryAndArea.set(key, [...(byCountryAndArea.get(key) ?? []), authority]);
    }
  }
  return {
    version,
    authorities: new Map(authorities.map((authority) => [authority.id, authority])),
    systems: new Map(systems.map((system) => [system.id, system])),
    systemOf: new Map(systems.flatMap((system) => system.authorities.map((id) => [id, system] as const))),
    byCountryAndArea,
  };
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
