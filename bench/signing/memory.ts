import { BUILT } from '../throughput/build.ts';
import { answerOf } from './children.ts';
import type { MemoryOrder, Reading } from './memory-probe.ts';
import { forkOn } from './processors.ts';
import { slopeOf } from './spread.ts';

export type Held = {
  readonly way: MemoryOrder['way'];
  readonly readings: readonly Reading[];
  /** Bytes more for each report, with the standard error. */
  readonly slopes: Readonly<Record<(typeof KINDS)[number], ReturnType<typeof slopeOf>>>;
};

export const KINDS = ['rss', 'heapUsed', 'external'] as const;

/** What a process holds while it makes reports, after those that warm it. */
export async function measureMemory(order: MemoryOrder): Promise<Held> {
  const child = forkOn({
    file: `${BUILT}/bench/signing/memory-probe.js`,
    processors: undefined,
    execArgv: ['--expose-gc'],
  });
  child.send(order);
  const readings = await answerOf<readonly Reading[]>(child);
  child.kill();
  const of = (kind: (typeof KINDS)[number]) =>
    slopeOf(readings.map((reading) => ({ x: reading.reports, y: reading[kind] })));
  const slopes = { rss: of('rss'), heapUsed: of('heapUsed'), external: of('external') };
  return { way: order.way, readings, slopes };
}
