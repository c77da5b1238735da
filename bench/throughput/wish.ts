export type Wish = {
  /** Calm rounds of each contender; at most twice as many are played. */
  readonly rounds: number;
  /** Of the hub, at saturation. */
  readonly messages: number;
  /** Of a paced round, not counting its first second. */
  readonly seconds: number;
  readonly profile: boolean;
};

export const PACE = 200;
