import type { Area } from '../area/area.ts';
import { fault, refuse, type Refusal, type RefusalCode } from '../kernel/refusals.ts';
import { areaAccess, authoritiesIn, type Directory } from './directory.ts';
import type { Authority } from './authority.ts';

/** What the sender knows of an addressee that it cannot name (handbook 5.3.1, search for a competent authority). */
export type Criteria = {
  readonly country: string;
  readonly area: string;
  readonly keywords: readonly string[];
  /** NUTS code of the region concerned. */
  readonly region?: string;
  /** NACE codes of the economic activities concerned. */
  readonly economicActivities?: readonly string[];
};

/** Whether an authority can be addressed at all in the area: what that takes is the workflow's matter. */
export type CanReceive = (authority: Authority, area: string) => boolean;

/** Why an authority was chosen, as a code with its facts; `schemas/texts` has the words (`routing.<code>`). */
export type RoutingReason = { readonly code: RoutingCode; readonly facts: Readonly<Record<string, string>> };

export type RoutingCode =
  | 'named'
  | 'keywordsMatch'
  | 'regionMatch'
  | 'activityMatch'
  | 'onlyCompetent'
  | 'fallbackNoMatch'
  | 'fallbackAmbiguous'
  | 'fallbackCoordinator';

export type Route = { readonly authority: string; readonly reasons: readonly RoutingReason[] };

export const ROUTE_REFUSALS = ['ADDRESSEE_NOT_FOUND'] as const satisfies readonly RefusalCode[];

/**
 * Finds the competent authority, or the coordinator responsible for the area in that Member State where none or
 * several are equally competent: the hub never guesses between authorities (handbook 5.3.1).
 */
export function route(directory: Directory, criteria: Criteria, canReceive: CanReceive): Route | Refusal {
  const there = authoritiesIn(directory, criteria);
  const able = there.filter((authority) => canReceive(authority, criteria.area));
  const best = mostSpecific(able.filter((authority) => isCompetent(authority, criteria)));
  const [only, ...rivals] = best;
  if (only !== undefined && rivals.length === 0)
    return { authority: only.id, reasons: whyCompetent(only, criteria) };
  const reason = reasonOf(only === undefined ? 'fallbackNoMatch' : 'fallbackAmbiguous', {
    count: String(best.length),
  });
  return fallback(able, criteria, reason);
}

/** Criteria checked against the area's keywords. */
export function unknownKeywords(area: Area, keywords: readonly string[]): readonly number[] {
  return keywords.flatMap((keyword, index) => (area.keywords.has(keyword) ? [] : [index]));
}

/** Coordinators are where requests fall back to, so only authorities compete for direct competence. */
function isCompetent(authority: Authority, criteria: Criteria): boolean {
  const access = areaAccess(authority, criteria.area);
  if (access === undefined || access.role === 'NIMIC' || access.role === 'SDIMIC' || access.role === 'LIMIC')
    return false;
  return (
    criteria.keywords.every((keyword) => access.keywords.includes(keyword)) &&
    servesRegion(authority, criteria.region) &&
    coversActivities(authority, criteria.economicActivities ?? [])
  );
}

/** An authority of a region is not competent for the whole country; NUTS codes are prefixes of one another. */
function servesRegion(authority: Authority, region: string | undefined): boolean {
  if (authority.region === undefined) return true;
  return region?.startsWith(authority.region) ?? false;
}

function coversActivities(authority: Authority, activities: readonly string[]): boolean {
  if (authority.generalCompetence) return true;
  return activities.every((activity) =>
    authority.economicActivities.some((covered) => activity.startsWith(covered)),
  );
}

/** Of several, those that serve the smallest region: the longest NUTS code. */
function mostSpecific(authorities: readonly Authority[]): readonly Authority[] {
  const depth = Math.max(0, ...authorities.map((authority) => authority.region?.length ?? 0));
  return authorities.filter((authority) => (authority.region?.length ?? 0) === depth);
}

function whyCompetent(authority: Authority, criteria: Criteria): readonly RoutingReason[] {
  const reasons = [reasonOf('keywordsMatch', { keywords: criteria.keywords.join(' ') })];
  if (authority.region !== undefined) reasons.push(reasonOf('regionMatch', { region: authority.region }));
  const activities = (criteria.economicActivities ?? []).filter((activity) => NACE.test(activity));
  if (activities.length > 0) reasons.push(reasonOf('activityMatch', { activities: activities.join(' ') }));
  reasons.push(reasonOf('onlyCompetent'));
  return reasons;
}

/** Reasons are kept for good: whatever else a sender writes behind a code that is covered is not among them. */
const NACE = /^(?:[A-V]\.?)?(?:[0-9]{2}(?:\.[0-9]{1,2})?)?$/;

function fallback(able: readonly Authority[], criteria: Criteria, why: RoutingReason): Route | Refusal {
  const byRole = (role: string) =>
    able.filter(
      (authority) =>
        areaAccess(authority, criteria.area)?.role === role && servesRegion(authority, criteria.region),
    );
  const regional = mostSpecific(byRole('SDIMIC').concat(byRole('LIMIC')));
  const [coordinator] = [...regional, ...byRole('NIMIC')];
  if (coordinator === undefined) {
    return refuse(fault('ADDRESSEE_NOT_FOUND', '/data/addressee/criteria', { country: criteria.country }));
  }
  return { authority: coordinator.id, reasons: [why, reasonOf('fallbackCoordinator')] };
}

function reasonOf(code: RoutingCode, facts: Readonly<Record<string, string>> = {}): RoutingReason {
  return { code, facts };
}
