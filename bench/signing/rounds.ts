import { isEnough } from '../throughput/calm.ts';
import { busySeconds } from '../throughput/cpu.ts';
import type { Child } from './children.ts';
import type { Made } from './contestant.ts';
import { CONTESTANTS } from './contestants.ts';
import type { Name } from './contestants.ts';

/** One contestant, once. */
export type Round = Made & {
  readonly number: number;
  readonly contender: Name;
  readonly reports: number;
  /** How much of the contestant's processors others used, or were denied to the machine, 0 to 1. */
  readonly others: number;
  readonly alarms: 0;
};

/** Rounds' worth of reports that do not count: code is optimised, and optimised again, for some thousand reports. */
const WARMING = 10;

/** In turns, until each has its calm rounds: whatever else the machine does falls on all alike. */
export async function playRounds(
  children: readonly Child[],
  wish: { readonly rounds: number; readonly all: readonly number[] },
): Promise<readonly Round[]> {
  const rounds: Round[] = [];
  const names = children.map(({ name }) => name);
  for (const child of children) await play(child, { ...wish, number: 0, turns: WARMING });
  for (let number = 1; !isEnough(rounds, names, wish.rounds); number += 1) {
    for (const child of children) rounds.push(await play(child, { ...wish, number, turns: 1 }));
    say(number, rounds.slice(-children.length));
  }
  return rounds;
}

async function play(
  child: Child,
  {
    all,
    number,
    turns,
  }: { readonly all: readonly number[]; readonly number: number; readonly turns: number },
): Promise<Round> {
  const reports = turns * CONTESTANTS[child.name].reports;
  const processors = child.processors ?? all;
  const before = busySeconds(processors);
  const made = await child.make({ reports });
  const busy = busySeconds(processors) - before;
  const { wall, cpu } = made.spent;
  const others = Math.max(0, busy - cpu / 1e6) / ((wall / 1e6) * processors.length);
  return { ...made, number, contender: child.name, reports, others, alarms: 0 };
}

function say(number: number, rounds: readonly Round[]): void {
  const words = rounds.map(
    ({ contender, whole, others }) =>
      `${contender} ${(1e6 / whole.wall).toFixed(0)} (${Math.round(100 * others)} %)`,
  );
  process.stderr.write(`  round ${number}, reports/s (others): ${words.join(', ')}\n`);
}
