import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { processesOf } from '../../scripts/services/processes.ts';
import { readState } from '../../scripts/services/state.ts';

/** Seconds of processor, user and system, of each party; `others` is all the rest of the machine, and what it was denied. */
export type Burnt = {
  readonly contender: number;
  readonly postgres: number;
  readonly broker: number;
  readonly others: number;
};

/** A tick of `/proc/<pid>/stat`: `getconf CLK_TCK`, a hundredth of a second on every Linux that runs Node. */
const TICK = 0.01;

export type Parties = {
  readonly contenders: readonly number[];
  readonly database: string;
};

type Reading = ReadonlyMap<number, number>;
export type Snapshot = {
  readonly contender: Reading;
  readonly postgres: Reading;
  readonly broker: Reading;
  readonly machine: number;
};

/**
 * Of PostgreSQL: the backends of this run's database and the writers that all databases share; of the broker, everything.
 * Services that are not this checkout's own cannot be looked at: zero.
 */
export function snapshot({ contenders, database }: Parties): Snapshot {
  return {
    contender: ticksOf(contenders),
    postgres: ticksOf(processesOfService('postgres').filter((pid) => isConcerned(titleOf(pid), database))),
    broker: ticksOf(processesOfService('rabbitmq')),
    machine: machineTicks(),
  };
}

/** Services that are not this checkout's own cannot be looked at: none. */
export function processesOfService(service: 'postgres' | 'rabbitmq'): readonly number[] {
  const base = readState()?.base;
  return base === undefined ? [] : processesOf(join(base, service));
}

export function burntBetween(before: Snapshot, after: Snapshot): Burnt {
  const contender = difference(before.contender, after.contender);
  const postgres = difference(before.postgres, after.postgres);
  const broker = difference(before.broker, after.broker);
  const others = (after.machine - before.machine) * TICK - contender - postgres - broker;
  return { contender, postgres, broker, others };
}

function isConcerned(title: string, database: string): boolean {
  return (
    title.includes(` ${database} `) || /^postgres: .*(walwriter|checkpointer|background writer)/.test(title)
  );
}

/** What has ended in between is not known any more; a pool in use keeps its connections. */
function difference(before: Reading, after: Reading): number {
  let sum = 0;
  for (const [pid, used] of after) sum += used - (before.get(pid) ?? 0);
  return sum * TICK;
}

function ticksOf(pids: readonly number[]): Reading {
  return new Map(pids.map((pid) => [pid, usedBy(pid)]));
}

function usedBy(pid: number): number {
  const fields = read(pid, 'stat')
    .replace(/^.*\) /s, '')
    .split(' ');
  return Number(fields[11] ?? 0) + Number(fields[12] ?? 0);
}

function machineTicks(): number {
  const [first = ''] = readFileSync('/proc/stat', 'utf8').split('\n');
  return busyTicks(first);
}

/** Seconds in which these processors were busy or denied to this machine. */
export function busySeconds(processors: readonly number[]): number {
  const lines = readFileSync('/proc/stat', 'utf8').split('\n');
  const own = lines.filter((line) => processors.some((processor) => line.startsWith(`cpu${processor} `)));
  return own.reduce((sum, line) => sum + busyTicks(line), 0) * TICK;
}

/** A line of `/proc/stat`: user, nice, system, idle, iowait, irq, softirq, steal. */
function busyTicks(line: string): number {
  const [user = 0, nice = 0, system = 0, , , ...rest] = line.split(/\s+/).slice(1, 9).map(Number);
  return user + nice + system + rest.reduce((sum, ticks) => sum + ticks, 0);
}

function titleOf(pid: number): string {
  return read(pid, 'cmdline').replaceAll('\0', ' ');
}

function read(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}
