/** Lets messages pass in lots, so that there is load at every kill and not only at the first. */
export type Gate = { pass(): Promise<void>; let(count: number): void; open(): void };

export function buildGate(): Gate {
  const waiting: (() => void)[] = [];
  let free = 0;
  function release() {
    while (free > 0 && waiting.length > 0) {
      free -= 1;
      waiting.shift()?.();
    }
  }
  return {
    pass: () =>
      new Promise((resolve) => {
        waiting.push(resolve);
        release();
      }),
    let(count) {
      free += count;
      release();
    },
    open() {
      free = Number.POSITIVE_INFINITY;
      release();
    },
  };
}
