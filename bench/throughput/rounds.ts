import { fork } from 'node:child_process';
import { once } from 'node:events';
import { cpus } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Channel } from 'amqplib';
import { BUILT } from './build.ts';
import { outsOf, type Contender, type Out } from './contenders.ts';
import { burntBetween, snapshot, type Burnt } from './cpu.ts';
import type { Done, Order } from './generator.ts';
import { pinServices } from './pin.ts';
import { speakerOf } from './request.ts';
import { stepsBefore, type Work } from './work.ts';

export type Bench = {
  readonly generator: Generator;
  readonly work: Work;
};

/** One contender, once. */
export type Round = {
  readonly contender: string;
  readonly count: number;
  readonly perSecond: number;
  /** Milliseconds of processor a message. */
  readonly cpu: Omit<Burnt, 'others'>;
  /** How much of the machine's processors others used meanwhile, 0 to 1. */
  readonly others: number;
  readonly latencies: readonly number[];
  readonly alarms: number;
  /** Monotonic microseconds, as a profile counts them. */
  readonly from: number;
  readonly to: number;
};

export type Generator = { readonly obey: (order: Order) => Promise<Done>; readonly stop: () => void };

export function startGenerator(): Generator {
  const child = fork(`${BUILT}/bench/throughput/generator.js`, { execArgv: [] });
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`the generator ended (${String(code)})`);
  });
  ended.catch(() => undefined);
  return {
    async obey(order) {
      const answer = once(child, 'message').then(([done]): Done => done);
      child.send(order);
      return Promise.race([answer, ended]);
    },
    stop: () => void child.kill(),
  };
}

const POLL_MS = 20;
const SETTLE_MS = 300;

/** Everything is in the queue before the contender may run: it is held with SIGSTOP, and what it has to do is all there. */
export async function saturate(bench: Bench, contender: Contender, count: number): Promise<Round> {
  const batch = await prepared(bench, contender, count);
  for (const pid of contender.pids) process.kill(pid, 'SIGSTOP');
  const { alarms } = await bench.generator.obey({ kind: 'load', batch });
  await sleep(SETTLE_MS);
  const outs = outsOf(contender, bench.work.kind);
  const round = await observe(contender, async () => {
    for (const pid of contender.pids) process.kill(pid, 'SIGCONT');
    for (const { queue, each } of outs) await untilHolds(contender.channel, queue, count * each);
    return count;
  });
  for (const { queue, each } of outs) await demand(contender.channel, queue, count * each);
  await emptied(contender, outs);
  return { ...round, alarms: round.alarms + alarms, latencies: [] };
}

export async function pace(
  bench: Bench,
  contender: Contender,
  { rate, seconds }: { readonly rate: number; readonly seconds: number },
): Promise<Round> {
  let done: Done = { alarms: 0, latencies: [] };
  const count = rate * (seconds + 1);
  const batch = await prepared(bench, contender, count);
  const round = await observe(contender, async () => {
    done = await bench.generator.obey({ kind: 'pace', batch, rate, lead: rate });
    return count;
  });
  await emptied(contender, outsOf(contender, bench.work.kind));
  return { ...round, alarms: round.alarms + done.alarms, latencies: done.latencies };
}

/** Cases are opened and led to where they are needed, of which nothing is measured; an anchor has none. */
async function prepared({ generator, work }: Bench, contender: Contender, count: number) {
  const { kind, size } = work;
  const run = newRun();
  const steps = stepsBefore(work).map((step) => ({ kind: step, way: contender.ways[speakerOf(step)] }));
  if (contender.hasCases && steps.length > 0) {
    await generator.obey({ kind: 'open', steps, size, run, count });
    await emptied(contender, outsOf(contender, kind));
  }
  return { way: contender.ways[speakerOf(kind)], kind, size, run, count };
}

async function emptied({ channel }: Contender, outs: readonly Out[]): Promise<void> {
  for (const { queue } of outs) await channel.purgeQueue(queue);
}

/** A message too many would be one that was answered twice. */
async function demand(channel: Channel, queue: string, count: number): Promise<void> {
  const { messageCount } = await channel.checkQueue(queue);
  if (messageCount !== count)
    throw new Error(`${queue} holds ${messageCount} messages, and ${count} are due`);
}

async function observe(contender: Contender, work: () => Promise<number>): Promise<Round> {
  const parties = { contenders: contender.pids, database: contender.database };
  const free = pinServices(contender.processors);
  const alarms = contender.alarms();
  const before = snapshot(parties);
  const from = microseconds();
  const count = await work();
  const to = microseconds();
  // What comes after the last message is part of its price: acknowledging, marking it as handed over.
  await sleep(SETTLE_MS);
  const burnt = burntBetween(before, snapshot(parties));
  const end = microseconds();
  free();
  return {
    contender: contender.name,
    count,
    perSecond: (count * 1e6) / (to - from),
    cpu: perMessage(burnt, count),
    others: burnt.others / (((end - from) / 1e6) * cpus().length),
    latencies: [],
    alarms: contender.alarms() - alarms,
    from,
    to,
  };
}

const PATIENCE_MS = 300_000;

async function untilHolds(channel: Channel, queue: string, count: number): Promise<void> {
  for (const since = performance.now(); performance.now() - since < PATIENCE_MS; await sleep(POLL_MS)) {
    const { messageCount } = await channel.checkQueue(queue);
    if (messageCount >= count) return;
  }
  throw new Error(`${queue} has not got its ${count} messages`);
}

function perMessage({ contender, postgres, broker }: Burnt, count: number): Round['cpu'] {
  const each = 1000 / count;
  return { contender: contender * each, postgres: postgres * each, broker: broker * each };
}

function microseconds(): number {
  return Number(process.hrtime.bigint() / 1000n);
}

let runs = 0;

/** Part of every message's id, so that no round repeats another's messages. */
function newRun(): string {
  runs += 1;
  return `r${runs}`;
}
