import type { RequestEvent } from './events.ts';
import type { OpenRequest, SideName, Step } from './state.ts';

/** Nobody's turn comes by them, on neither side: no command is stale by them. */
export const QUIET = [
  'request.allocated',
  'request.copyAsked',
  'request.reminded',
  'request.coordinatorChanged',
] as const satisfies readonly RequestEvent['type'][];

const QUIET_TYPES: ReadonlySet<string> = new Set(QUIET);

/**
 * The version of the request as each side knows it. Each counts what it knows of, so that nothing internal to the other side shows in
 * the numbers either (handbook 5.3.7).
 */
export type Known = Readonly<Record<SideName, number>>;

/** After an event that one side knows of, or both. */
export function knownAfter(
  state: Pick<OpenRequest, 'known' | 'leapt'>,
  { type, side }: Pick<Step, 'type' | 'side'>,
): Known {
  if (QUIET_TYPES.has(type)) return state.known;
  const next = (one: SideName) => versionKnownTo(state, one) + 1;
  if (side !== undefined) return { ...state.known, [side]: next(side) };
  return { requesting: next('requesting'), responding: next('responding') };
}

/** As one side may know it; after a restore nobody knows less than the version from which the case goes on. */
export function versionKnownTo(
  { known, leapt = 0 }: Pick<OpenRequest, 'known' | 'leapt'>,
  side: SideName,
): number {
  return Math.max(known[side], leapt);
}

/** As those know it who are informed: of what neither side keeps to itself. */
export function versionKnownToAll({ history, leapt = 0 }: Pick<OpenRequest, 'history' | 'leapt'>): number {
  return Math.max(history.filter(({ side }) => side === undefined).length, leapt);
}
