import type { Round } from './rounds.ts';
import { median, quantile } from './statistics.ts';

export type Ratio = { readonly what: string; readonly value: number };

type Chosen = { readonly saturated: readonly Round[]; readonly paced: readonly Round[] };

/** Ratios of the medians. */
export function ratiosOf({ saturated, paced }: Chosen): readonly Ratio[] {
  const rate = (name: string) => middle(saturated, name, ({ perSecond }) => perSecond);
  const late = (name: string, share: number) =>
    middle(paced, name, ({ latencies }) => quantile(latencies, share));
  return [
    { what: 'hub / (ii), messages a second', value: rate('hub') / rate('ii') },
    { what: 'hub / (iii), messages a second', value: rate('hub') / rate('iii') },
    { what: 'hub / (i), paced p50', value: late('hub', 0.5) / late('i', 0.5) },
    { what: 'hub / (i), paced p99', value: late('hub', 0.99) / late('i', 0.99) },
  ];
}

function middle(rounds: readonly Round[], name: string, of: (round: Round) => number): number {
  return median(rounds.filter(({ contender }) => contender === name).map(of));
}
