import type { RequestEvent } from './events.ts';
import type { OpenRequest, SideName, Step } from './state.ts';

/** Matters of one side's own house: nobody else's command is stale by them. */
export const QUIET = [
  'request.allocated',
  'request.copyAsked',
  'request.reminded',
  'request.coordinatorChanged',
  'reply.saved',
] as const satisfies readonly RequestEvent['type'][];

const QUIET_TYPES: ReadonlySet<string> = new Set(QUIET);

/** The version after the event, as the kernel counts it. */
export function versionAfter(
  before: { readonly version: number },
  { type }: { readonly type: string },
): number {
  return QUIET_TYPES.has(type) ? before.version : before.version + 1;
}

/** The newest version of which each side knows: what is internal to the other one is none of them (handbook 5.3.7). */
export type Known = Readonly<Record<SideName, number>>;

export function knownAfter(before: Known, { side }: Pick<Step, 'side'>, version: number): Known {
  return side === undefined ? { requesting: version, responding: version } : { ...before, [side]: version };
}

/** As one side may know it; after a restore nobody knows less than the version from which the case goes on. */
export function versionKnownTo({ known, leapt = 0 }: OpenRequest, side: SideName): number {
  return Math.max(known[side], leapt);
}
