import type { Work } from './work.ts';

/** Who is compared: hub and anchors; the hub under the profiler; or hubs among themselves, which differ in one thing. */
export type Field = 'usual' | 'profile' | 'prices' | 'closed' | 'processors';

export type Wish = {
  readonly field: Field;
  /** Calm rounds of each contender; at most twice as many are played. */
  readonly rounds: number;
  /** Of the hub, at saturation. */
  readonly messages: number;
  /** Of a paced round, not counting its first second; none are played where it is zero. */
  readonly seconds: number;
  /** Messages a second in a paced round. */
  readonly pace: number;
  readonly work: Work;
  /** Closed cases that are there before. */
  readonly closed: number;
  /** The others beside the hub, by name; all of them where it is empty. */
  readonly only: readonly string[];
};
