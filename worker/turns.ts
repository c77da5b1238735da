/** Things that wait in lanes, and are taken in turn: one of each lane, however many wait in one of them. */
export type Turns<T> = {
  put(lane: string, thing: T): void;
  take(): T | undefined;
};

export function newTurns<T>(): Turns<T> {
  const lanes = new Map<string, T[]>();
  return {
    put(lane, thing) {
      const waiting = lanes.get(lane);
      if (waiting === undefined) lanes.set(lane, [thing]);
      else waiting.push(thing);
    },
    take() {
      for (const [lane, waiting] of lanes) {
        const thing = waiting.shift();
        // Whoever has had its turn stands at the end again.
        lanes.delete(lane);
        if (waiting.length > 0) lanes.set(lane, waiting);
        return thing;
      }
      return undefined;
    },
  };
}
