import type { Instant } from '../domain/kernel/workflow.ts';

/** So many milliseconds later; earlier, where there are less than none. */
export function instantLater(at: Instant, ms: number): Instant {
  return new Date(Date.parse(at) + ms).toISOString();
}
