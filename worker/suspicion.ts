/** A message that fails alone for so long, and so often, while others succeed, is itself the reason. */
const LONG_ENOUGH_MS = 300_000;
const PROOFS = 5;

export type Suspicion = {
  /** It has failed once more; when others last succeeded before that. */
  add(othersAt: number): void;
  isProven(): boolean;
};

/** Whether a message is itself the reason for its failures. */
export function newSuspicion(longEnoughMs = LONG_ENOUGH_MS): Suspicion {
  const begun = performance.now();
  let [before, proofs] = [begun, 0];
  return {
    add(othersAt) {
      if (othersAt > before) proofs += 1;
      before = performance.now();
    },
    isProven: () => before - begun >= longEnoughMs && proofs >= PROOFS,
  };
}
