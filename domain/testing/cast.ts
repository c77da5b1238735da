import type { AreaAccess, Authority, NationalSystem } from '../directory/authority.ts';
import { defined } from '../kernel/optional.ts';
import { makeDirectory, type Directory } from '../directory/directory.ts';
import type { AuthorityActor, Reader } from '../kernel/workflow.ts';
import { ACCESS, type RequestAccess, type RequestRole } from '../request/access.ts';

/** The people of the stories: two authorities that talk, with two coordinators each, and neighbours who must not listen. */
export const PORTO = 'PT-ORDEM';
export const LISBON = 'PT-COORD';
export const BRAGA = 'PT-NORTE';
export const BERLIN = 'DE-ZAB';
export const BONN = 'DE-KMK';
export const MUNICH = 'DE-BUND';
export const PARIS = 'FR-ORDRE';
export const LYON = 'FR-COORD';
/** Is informed, where a question set says so; it is there in no other area than that of services. */
export const COMMISSION = 'EU-COM';

/** What the coordinators have set (handbook 9.1.4), where it differs from the default. */
export type Settings = {
  readonly version?: number;
  /** The area in which they are active; PQ where it is not said. */
  readonly area?: string;
  readonly flags?: Readonly<Record<string, Partial<RequestAccess['flags']>>>;
  readonly links?: Readonly<Record<string, readonly string[]>>;
  /** Authorities that are linked to another one, and have an overview. */
  readonly linkedAuthorities?: Readonly<Record<string, readonly string[]>>;
  /** Authorities whose access to requests has been suspended. */
  readonly suspended?: readonly string[];
};

/** Both sides have everything approved first, and both coordinators referee. */
export const STRICT: Settings = {
  flags: {
    [PORTO]: { subjectToApproval: true },
    [LISBON]: { approvesRequests: true },
    [BERLIN]: { subjectToApproval: true, mayRefuse: true },
    [BONN]: { approvesReplies: true },
  },
};

const COORDINATORS = new Set([LISBON, BRAGA, BONN, MUNICH, LYON]);
const LINKS: Readonly<Record<string, readonly string[]>> = {
  [PORTO]: [LISBON],
  [BERLIN]: [BONN],
  [PARIS]: [LYON],
};

export function directoryWith(settings: Settings = {}): Directory {
  const ids = [PORTO, LISBON, BRAGA, BERLIN, BONN, MUNICH, PARIS, LYON];
  if (settings.area === 'SERVICES') ids.push(COMMISSION);
  return makeDirectory(
    settings.version ?? 7,
    ids.map((id) => anAuthority(id, settings)),
    ids.map(systemFor),
  );
}

function rolesOf(id: string) {
  if (id === COMMISSION) return { area: 'Commission', request: 'Commission' } as const;
  return COORDINATORS.has(id)
    ? ({ area: 'LIMIC', request: 'request coordinator' } as const)
    : ({ area: 'competent authority', request: 'authority' } as const);
}

function anAuthority(id: string, settings: Settings): Authority {
  const roles = rolesOf(id);
  const access: AreaAccess = {
    area: settings.area ?? 'PQ',
    role: roles.area,
    status: 'active',
    keywords: [settings.area === 'SERVICES' ? 'construction' : 'physiotherapist'],
    workflows: {
      request: {
        role: roles.request,
        status: settings.suspended?.includes(id) === true ? 'suspended' : 'active',
        linkedCoordinators: settings.links?.[id] ?? LINKS[id] ?? [],
        ...defined('linkedAuthorities', settings.linkedAuthorities?.[id]),
        flags: { ...ACCESS.flags, ...settings.flags?.[id] },
      },
    },
  };
  return {
    id,
    country: id.slice(0, 2),
    officialName: `Office ${id}`,
    informalTitle: { en: `${id} in English`, de: `${id} auf Deutsch` },
    languages: ['en'],
    email: `${id.toLowerCase()}@example.org`,
    status: 'active',
    generalCompetence: true,
    economicActivities: [],
    areas: [access],
    training: true,
  };
}

function systemFor(id: string): NationalSystem {
  return {
    id: `${id.toLowerCase()}-system`,
    country: id.slice(0, 2),
    authorities: [id],
    channel: 'amqp',
    format: 'json',
    language: id.startsWith('DE') ? 'de' : 'en',
    roles: id === COMMISSION ? ['request viewer'] : ['request handler', 'referral handler'],
  };
}

export function handler(authority: string): AuthorityActor {
  return actor(authority, 'request handler');
}

export function referee(authority: string): AuthorityActor {
  return actor(authority, 'referral handler');
}

export function actor(authority: string, ...roles: readonly RequestRole[]): AuthorityActor {
  return { kind: 'authority', authority, roles };
}

/** The same, as one of the persons who act for it. */
export function person(who: AuthorityActor, number: string): AuthorityActor {
  return { ...who, person: number };
}

export function reader(authority: string, ...roles: readonly RequestRole[]): Reader {
  return { authority, roles, language: 'en' };
}
