/**
 * When to try again what waits for somebody else: later and later, a single order first. The milliseconds are of a clock that
 * never jumps: one that is put right by an hour would make everything wait for that hour.
 */
export type Patience = {
  isOver(elapsed: number): boolean;
  /** Whether the last attempt was in vain. */
  isTried(): boolean;
  lose(elapsed: number): void;
  regain(): void;
};

const FIRST_PAUSE_MS = 2000;
/** An authority that is back is found out within a minute; until then it is asked no more often than that. */
const LONGEST_PAUSE_MS = 60_000;

export function openPatience(): Patience {
  let pause = 0;
  let until = -Infinity;
  return {
    isOver: (elapsed) => elapsed >= until,
    isTried: () => pause > 0,
    lose(elapsed) {
      pause = Math.min(Math.max(pause * 2, FIRST_PAUSE_MS), LONGEST_PAUSE_MS);
      until = elapsed + pause;
    },
    regain() {
      [pause, until] = [0, -Infinity];
    },
  };
}
