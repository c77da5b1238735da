import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { calmest, isCalm } from './calm.ts';
import type { Contender } from './contenders.ts';
import { ratiosOf, type Ratio } from './ratios.ts';
import type { Round } from './rounds.ts';
import { median, quantile } from './statistics.ts';
import type { Wish } from './wish.ts';

type Measured = {
  readonly wish: Wish;
  readonly contenders: readonly Contender[];
  readonly saturated: readonly Round[];
  readonly paced: readonly Round[];
};

type Row = {
  readonly name: string;
  readonly about: string;
  readonly rounds: number;
  readonly perSecond: number;
  readonly cpu: Round['cpu'];
  readonly pacedCpu: Round['cpu'];
  /** Share of the processors that others used, in the rounds that count. */
  readonly others: number;
  readonly p50: number;
  readonly p99: number;
};

const OUT = 'out/bench';

/** A table to read, and the same and every round as JSON. */
export function report(measured: Measured): void {
  const { wish, contenders } = measured;
  const saturated = calmest(measured.saturated, wish.rounds);
  const paced = calmest(measured.paced, wish.rounds);
  const rows = contenders.map((contender) => rowOf(contender, { saturated, paced }));
  const ratios = ratiosOf(
    { saturated, paced },
    contenders.map(({ name }) => name),
  );
  const others = median([...saturated, ...paced].map((round) => round.others));
  const alarms = [...measured.saturated, ...measured.paced].filter((round) => round.alarms > 0).length;
  process.stdout.write(`${textOf(rows, wish)}\n\n${ratios.map(ratioLine).join('')}`);
  process.stdout.write(
    `\n${Math.round(others * 100)} % of the processors used by others meanwhile (median);`,
  );
  process.stdout.write(` a busy machine is unfair to the hub, whose work is in one process\n`);
  const disturbed = [...saturated, ...paced].filter((round) => !isCalm(round)).length;
  if (disturbed > 0)
    process.stdout.write(`NOT CONCLUSIVE: ${disturbed} of the rounds that count were not calm\n`);
  process.stdout.write(`${alarms} rounds void because of alarms of the broker\n`);
  mkdirSync(OUT, { recursive: true });
  const json = { bench: 'throughput', wish, alarms, others, disturbed, rows, ratios, rounds: slim(measured) };
  writeFileSync(`${OUT}/throughput.json`, `${JSON.stringify(json, null, 2)}\n`);
  process.stdout.write(`every round: ${OUT}/throughput.json\n`);
}

type Chosen = { readonly saturated: readonly Round[]; readonly paced: readonly Round[] };

function rowOf({ name, about }: Contender, chosen: Chosen): Row {
  const saturated = chosen.saturated.filter(({ contender }) => contender === name);
  const paced = chosen.paced.filter(({ contender }) => contender === name);
  return {
    name,
    about,
    rounds: saturated.length,
    perSecond: median(saturated.map(({ perSecond }) => perSecond)),
    cpu: cpuOf(saturated),
    pacedCpu: cpuOf(paced),
    others: median([...saturated, ...paced].map((round) => round.others)),
    p50: median(paced.map(({ latencies }) => quantile(latencies, 0.5))),
    p99: median(paced.map(({ latencies }) => quantile(latencies, 0.99))),
  };
}

function cpuOf(rounds: readonly Round[]): Round['cpu'] {
  return {
    contender: median(rounds.map(({ cpu }) => cpu.contender)),
    postgres: median(rounds.map(({ cpu }) => cpu.postgres)),
    broker: median(rounds.map(({ cpu }) => cpu.broker)),
  };
}

function textOf(rows: readonly Row[], wish: Wish): string {
  return [
    `\nmedians of the ${wish.rounds} calmest of the interleaved rounds, ${cpus().length} processors; only ratios within one run count\n`,
    `                         ms of processor a message, saturated       at ${wish.pace}/s      end to end at ${wish.pace}/s`,
    '            messages/s  itself  postgres  broker     all     itself     all      p50 ms   p99 ms   others',
    ...rows.map(lineOf),
  ].join('\n');
}

function lineOf({ name, about, perSecond, cpu, pacedCpu, others, p50, p99 }: Row): string {
  const saturated = [cpu.contender, cpu.postgres, cpu.broker, sum(cpu)].map((value) => cell(value, 3, 8));
  const calm = [cell(pacedCpu.contender, 3, 11), cell(sum(pacedCpu), 3, 8)];
  const times = [cell(p50, 2, 12), cell(p99, 2, 9), `${cell(others * 100, 0, 7)} %`];
  return [name.padEnd(12), cell(perSecond, 0, 10), ...saturated, ...calm, ...times, `  ${about}`].join('');
}

function sum({ contender, postgres, broker }: Round['cpu']): number {
  return contender + postgres + broker;
}

function cell(value: number, digits: number, width: number): string {
  return (Number.isNaN(value) ? '-' : value.toFixed(digits)).padStart(width);
}

function ratioLine({ what, value }: Ratio): string {
  return `${value.toFixed(2).padStart(6)}  ${what}\n`;
}

/** Every round, without what only its figures are made of. */
function slim({ saturated, paced }: Measured) {
  return { saturated: saturated.map(figures), paced: paced.map(figures) };
}

function figures({ contender, count, perSecond, cpu, others, alarms, latencies }: Round) {
  const times =
    latencies.length === 0 ? {} : { p50: quantile(latencies, 0.5), p99: quantile(latencies, 0.99) };
  return { contender, count, perSecond, cpu, others, alarms, ...times };
}
