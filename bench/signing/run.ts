import { build } from '../throughput/build.ts';
import { startAuthority, startContestant } from './children.ts';
import type { Child } from './children.ts';
import { CONTESTANTS } from './contestants.ts';
import type { Name } from './contestants.ts';
import { measureMemory } from './memory.ts';
import { allowedProcessors, canPin } from './processors.ts';
import { playRounds } from './rounds.ts';
import { report } from './table.ts';

export type Wish = {
  /** Calm rounds of each contestant that count. */
  readonly rounds: number;
  /** Reports over which memory is watched. */
  readonly reports: number;
};

const NAMES = Object.keys(CONTESTANTS) as readonly Name[];
const STEP = 100;
/** The heap grows by 0.8 MB from the 500th report to the 3,000th, then no more. */
const WARMING = 2000;

export async function runSigning(wish: Wish): Promise<void> {
  build();
  const all = allowedProcessors();
  const isPinned = canPin();
  const rounds = await withContestants(all, isPinned, (children) =>
    playRounds(children, { rounds: wish.rounds, all }),
  );
  const held = [];
  for (const way of ['direct', 'pool'] as const) {
    held.push(await measureMemory({ way, warming: WARMING, reports: wish.reports, step: STEP }));
  }
  report({ wanted: wish.rounds, rounds, held, isPinned, processors: all.length });
}

async function withContestants<T>(
  all: readonly number[],
  isPinned: boolean,
  work: (children: readonly Child[]) => Promise<T>,
): Promise<T> {
  // Interrupts mostly go to the first processor, so whoever gets one gets the last; the authority keeps away from it.
  const on = (count: number) => (isPinned ? all.slice(-count) : undefined);
  const authority = await startAuthority(isPinned ? all.slice(0, 1) : undefined);
  const children: Child[] = [];
  try {
    for (const name of NAMES) {
      const { processors } = CONTESTANTS[name];
      if (processors > all.length) continue;
      children.push(await startContestant({ name, processors: on(processors) }, authority.message));
    }
    return await work(children);
  } finally {
    for (const child of children) child.stop();
    authority.stop();
  }
}
