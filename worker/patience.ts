/** When to try again what waits for somebody else: later and later, a single order first. */
export type Patience = {
  isOver(now: number): boolean;
  /** Whether the last attempt was in vain. */
  isTried(): boolean;
  lose(now: number): void;
  regain(): void;
};

const FIRST_PAUSE_MS = 2000;
/** An authority that is back is found out within a minute; until then it is asked no more often than that. */
const LONGEST_PAUSE_MS = 60_000;

export function openPatience(): Patience {
  let pause = 0;
  let until = 0;
  return {
    isOver: (now) => now >= until,
    isTried: () => pause > 0,
    lose(now) {
      pause = Math.min(Math.max(pause * 2, FIRST_PAUSE_MS), LONGEST_PAUSE_MS);
      until = now + pause;
    },
    regain() {
      [pause, until] = [0, 0];
    },
  };
}
