import { mkdirSync, writeFileSync } from 'node:fs';
import { calmest, isCalm } from '../throughput/calm.ts';
import { median } from '../throughput/statistics.ts';
import { CONTESTANTS } from './contestants.ts';
import type { Name } from './contestants.ts';
import { KINDS } from './memory.ts';
import type { Held } from './memory.ts';
import type { Round } from './rounds.ts';
import { meanOf } from './spread.ts';

type Measured = {
  readonly wanted: number;
  readonly rounds: readonly Round[];
  readonly held: readonly Held[];
  readonly isPinned: boolean;
  readonly processors: number;
};

type Row = {
  readonly name: Name;
  readonly rounds: number;
  /** Reports a second of clock. */
  readonly perSecond: number;
  readonly cpuMs: number;
  readonly plain: Plain | undefined;
  readonly bytes: number;
  readonly others: number;
};

/** The same reports made in the same process in turns, not sealed. */
type Plain = {
  readonly perSecond: number;
  readonly cpuMs: number;
  /** What sealing adds: median, and mean with its standard error, of all turns' differences. */
  readonly sealingMs: number;
  readonly meanMs: number;
  readonly errorMs: number;
};

type Ratio = { readonly what: string; readonly value: number };

const OUT = 'out/bench';

/** A table to read, and the same and every round as JSON. */
export function report(measured: Measured): void {
  const { rounds, wanted, held, isPinned, processors } = measured;
  const counting = calmest(rounds, wanted);
  const names = [...new Set(rounds.map(({ contender }) => contender))];
  const rows = names.map((name) => rowOf(name, counting));
  const ratios = ratiosOf(rows, rounds);
  const disturbed = counting.filter((round) => !isCalm(round)).length;
  const text = [
    `\nmedians of the ${wanted} calmest of the interleaved rounds; only ratios within one run count\n`,
    'reports/s   cpu ms   rendering ms   sealing ms (mean ± error)   its share    bytes   processors   others',
    ...rows.map(lineOf),
    '',
    ...ratios.map(({ what, value }) => `${value.toFixed(2).padStart(6)}  ${what}`),
    '',
    ...held.flatMap(memoryLines),
    '',
    ...(isPinned ? [] : ['NOT PINNED: without taskset, one processor is as many as are free\n']),
    ...(processors > 1 ? [] : ['ONE PROCESSOR: what two threads make of two was not measured\n']),
    ...(disturbed > 0 ? [`NOT CONCLUSIVE: ${disturbed} of the rounds that count were not calm\n`] : []),
  ];
  mkdirSync(OUT, { recursive: true });
  const json = { bench: 'signing', isPinned, processors, disturbed, rows, ratios, held, rounds };
  writeFileSync(`${OUT}/signing.json`, `${JSON.stringify(json, null, 2)}\n`);
  process.stdout.write(`${text.join('\n')}every round: ${OUT}/signing.json\n`);
}

function rowOf(name: Name, counting: readonly Round[]): Row {
  const rounds = counting.filter(({ contender }) => contender === name);
  return {
    name,
    rounds: rounds.length,
    perSecond: median(rounds.map(({ whole }) => 1e6 / whole.wall)),
    cpuMs: median(rounds.map(({ whole }) => whole.cpu / 1000)),
    plain: plainOf(rounds),
    bytes: median(rounds.map(({ bytes }) => bytes)),
    others: median(rounds.map(({ others }) => others)),
  };
}

function plainOf(rounds: readonly Round[]): Plain | undefined {
  const plain = rounds.flatMap((round) => round.plain ?? []);
  if (plain.length === 0) return undefined;
  const sealing = rounds.flatMap(({ added }) => added.map((microseconds) => microseconds / 1000));
  const { mean, error } = meanOf(sealing);
  return {
    perSecond: median(plain.map(({ wall }) => 1e6 / wall)),
    cpuMs: median(plain.map(({ cpu }) => cpu / 1000)),
    sealingMs: median(sealing),
    meanMs: mean,
    errorMs: error,
  };
}

function ratiosOf(rows: readonly Row[], rounds: readonly Round[]): readonly Ratio[] {
  const of = (name: Name) => rows.find((row) => row.name === name);
  const rate = (name: Name) => of(name)?.perSecond ?? Number.NaN;
  const cpu = (name: Name) => of(name)?.cpuMs ?? Number.NaN;
  return [
    { what: 'B-B, RSA-2048 / naive, reports a second', value: rate('rsa') / rate('naive') },
    { what: 'the same by processor time', value: cpu('naive') / cpu('rsa') },
    { what: 'B-B, P-256 / naive, reports a second', value: rate('ec') / rate('naive') },
    {
      what: 'B-B, P-256 / rendering alone, reports a second',
      value: rate('ec') / (of('ec')?.plain?.perSecond ?? Number.NaN),
    },
    ...withinRounds(rounds),
    { what: 'processor time a report, two threads / one thread', value: cpu('pool2') / cpu('pool1') },
  ];
}

/** The two were measured one after the other: of each round in which both were calm, their ratio; of these the median. */
function withinRounds(rounds: readonly Round[]): readonly Ratio[] {
  const calm = rounds.filter(isCalm);
  const ratios = calm.flatMap((two) => {
    const one = calm.find(({ contender, number }) => contender === 'pool1' && number === two.number);
    return two.contender === 'pool2' && one ? [one.whole.wall / two.whole.wall] : [];
  });
  const each = ratios.map((ratio) => ratio.toFixed(2)).join(', ');
  const what = `two threads on two processors / one thread on one, reports a second (calm rounds: ${each})`;
  return [{ what, value: median(ratios) }];
}

function lineOf({ name, perSecond, cpuMs, plain, bytes, others }: Row): string {
  const { about, processors } = CONTESTANTS[name];
  const cells = [
    perSecond.toFixed(1).padStart(9),
    cpuMs.toFixed(2).padStart(8),
    ...sealingCells(plain, cpuMs),
    String(bytes).padStart(8),
    String(processors).padStart(12),
    `${Math.round(100 * others)} %`.padStart(8),
  ];
  return `${cells.join(' ')}   ${about}`;
}

function sealingCells(plain: Plain | undefined, cpuMs: number): readonly string[] {
  if (plain === undefined) return ['-'.padStart(14), '-'.padStart(27), '-'.padStart(11)];
  const { sealingMs, meanMs, errorMs } = plain;
  return [
    plain.cpuMs.toFixed(2).padStart(14),
    `${sealingMs.toFixed(2)} (${meanMs.toFixed(2)} ± ${errorMs.toFixed(2)})`.padStart(27),
    `${((100 * sealingMs) / cpuMs).toFixed(1)} %`.padStart(11),
  ];
}

const MEGABYTE = 1024 * 1024;

function memoryLines({ way, readings, slopes }: Held): readonly string[] {
  const title = way === 'direct' ? 'rendered and sealed in one thread' : 'through a pool of two threads';
  const last = readings.at(-1)?.reports ?? 0;
  const rows = KINDS.map((kind) => {
    const values = readings.map((reading) => (reading[kind] / MEGABYTE).toFixed(1).padStart(6)).join('');
    const { slope, error } = slopes[kind];
    return `${kind.padEnd(8)}${values}   ${slope.toFixed(0)} ± ${error.toFixed(0)} bytes a report`;
  });
  return [`memory in MB after collections, every 100 of ${last} reports, ${title}`, ...rows, ''];
}
