import type { Round } from './rounds.ts';
import { median, quantile } from './statistics.ts';

export type Ratio = { readonly what: string; readonly value: number };

type Chosen = { readonly saturated: readonly Round[]; readonly paced: readonly Round[] };

/**
 * Ratios of the medians, those to what one would write instead in front; of hubs among themselves, each to the first. What
 * there is nothing measured of is left out.
 */
export function ratiosOf(chosen: Chosen, names: readonly string[]): readonly Ratio[] {
  const [first = '', ...others] = names;
  const anchored = [
    ...['iv', 'iv-n'].flatMap((name) => allRatios(chosen, 'hub', name)),
    rates(chosen, 'hub', 'ii'),
    rates(chosen, 'hub', 'iii'),
    ...late(chosen, 'hub', 'i'),
  ];
  const among = others.flatMap((name) => allRatios(chosen, name, first));
  const isOfHubs = !others.some((name) => ['i', 'ii', 'iii', 'iv', 'iv-n'].includes(name));
  return (isOfHubs ? among : anchored).filter(({ value }) => !Number.isNaN(value));
}

function allRatios(chosen: Chosen, one: string, other: string): readonly Ratio[] {
  const spent = (name: string) => middle(chosen.saturated, name, allOf);
  const processor = { what: `${said(one, other)}, processor a message, all processes`, value: spent(one) / spent(other) };
  return [rates(chosen, one, other), processor, ...late(chosen, one, other)];
} // prettier-ignore

function allOf({ cpu }: Round): number {
  return cpu.contender + cpu.postgres + cpu.broker;
}

function rates({ saturated }: Chosen, one: string, other: string): Ratio {
  const rate = (name: string) => middle(saturated, name, ({ perSecond }) => perSecond);
  return { what: `${said(one, other)}, messages a second`, value: rate(one) / rate(other) };
}

function late({ paced }: Chosen, one: string, other: string): readonly Ratio[] {
  const at = (name: string, share: number) =>
    middle(paced, name, ({ latencies }) => quantile(latencies, share));
  return [
    { what: `${said(one, other)}, paced p50`, value: at(one, 0.5) / at(other, 0.5) },
    { what: `${said(one, other)}, paced p99`, value: at(one, 0.99) / at(other, 0.99) },
  ];
}

function said(one: string, other: string): string {
  return `${one} / ${other.startsWith('i') ? `(${other})` : other}`;
}

function middle(rounds: readonly Round[], name: string, of: (round: Round) => number): number {
  return median(rounds.filter(({ contender }) => contender === name).map(of));
}
