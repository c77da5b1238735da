import type { Hub } from '../hub/hub.ts';

/** What is known of the scanner by what it has said, by the clock that never jumps. */
export type ScannerWatch = {
  /** With the scanner that is watched, where there is one. */
  readonly hub: Hub;
  /** When it last said what it thinks of a document. */
  answeredAt(): number;
  /** When it was last asked and could not say; now, while it is being asked. */
  awayAt(): number;
};

/** Watches the scanner at its work: who waits for it waits for nothing else. */
export function watchScanner(hub: Hub): ScannerWatch {
  const { scanner, log } = hub;
  let [asking, isAway] = [0, false];
  let [answeredAt, awayAt] = [-Infinity, -Infinity];
  function heard(isAwayNow: boolean): void {
    if (isAwayNow) awayAt = performance.now();
    else answeredAt = performance.now();
    if (isAwayNow && !isAway) log.warn({}, 'the scanner does not answer; messages with documents wait');
    if (!isAwayNow && isAway) log.info({}, 'the scanner answers again');
    isAway = isAwayNow;
  }
  const watched: Hub['scanner'] = scanner && {
    async scan(bytes, facts) {
      asking += 1;
      try {
        const found = await scanner.scan(bytes, facts);
        heard(found === 'unavailable');
        return found;
      } finally {
        asking -= 1;
      }
    },
  };
  return {
    hub: watched === undefined ? hub : { ...hub, scanner: watched },
    answeredAt: () => answeredAt,
    awayAt: () => (asking > 0 ? performance.now() : awayAt),
  };
}
