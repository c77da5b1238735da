import type { AccessRule } from '../directory/access-rule.ts';
import type { Authority, WorkflowAccess } from '../directory/authority.ts';
import { isActiveIn, workflowAccess, type Directory } from '../directory/directory.ts';

/** Flags of an authority with their default values (handbook 9.1.4.1), and of coordinators (9.1.4.2). */
const FLAGS = {
  subjectToApproval: false,
  mayRefuse: false,
  mayAccept: true,
  participatesInReferral: true,
  approvesRequests: false,
  approvesReplies: false,
  usesAllocation: false,
};

export type RequestFlag = keyof typeof FLAGS;

/** An authority's access to requests (handbook 9.1.4). */
export const ACCESS: AccessRule<RequestFlag> = {
  workflow: 'request',
  roles: ['authority', 'request coordinator', 'Commission'],
  coordinators: ['request coordinator'],
  informed: ['Commission'],
  flags: FLAGS,
};

export type RequestAccess = WorkflowAccess<RequestFlag>;

/** User roles of requests (handbook 5.2.2). */
export const ROLES = ['request viewer', 'request handler', 'allocator', 'referral handler'] as const;

export type RequestRole = (typeof ROLES)[number];

export function requestAccess(
  directory: Directory,
  authority: string,
  area: string,
): RequestAccess | undefined {
  return workflowAccess(directory.authorities.get(authority), area, ACCESS);
}

/** May accept requests of other Member States, and so be asked at all (third flag of handbook 9.1.4.1). */
export function mayAccept(authority: Authority | undefined, area: string): boolean {
  return workflowAccess(authority, area, ACCESS)?.flags.mayAccept === true;
}

/** May begin new requests or receive them. */
export function isActiveForRequests(authority: Authority, area: string): boolean {
  const isInformed = ACCESS.informed?.includes(workflowAccess(authority, area, ACCESS)?.role ?? '');
  return isInformed !== true && isActiveIn(authority, area, ACCESS);
}

/** Whether it can be asked. */
export function canReceive(authority: Authority, area: string): boolean {
  return isActiveForRequests(authority, area) && mayAccept(authority, area);
}
