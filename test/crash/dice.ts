/** Chance that can be repeated: mulberry32, a generator of 32 bits of state. */
export type Dice = {
  /** From 0 up to, but not including, 1. */
  next(): number;
  below(limit: number): number;
  chance(share: number): boolean;
  shuffled<T>(list: readonly T[]): readonly T[];
};

export function throwDice(seed: number): Dice {
  let state = seed >>> 0;
  function next() {
    state = (state + 0x6d_2b_79_f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
  const dice: Dice = {
    next,
    below: (limit) => Math.floor(next() * limit),
    chance: (share) => next() < share,
    shuffled: (list) =>
      list
        .map((entry) => ({ entry, place: next() }))
        .toSorted((one, other) => one.place - other.place)
        .map(({ entry }) => entry),
  };
  return dice;
}
