import { fork } from 'node:child_process';
import { once } from 'node:events';
import { cpus } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Channel } from 'amqplib';
import { BUILT } from './build.ts';
import type { Contender } from './contenders.ts';
import { burntBetween, snapshot, type Burnt } from './cpu.ts';
import type { Done, Order } from './generator.ts';

export type Bench = {
  readonly database: string;
  readonly channel: Channel;
  readonly generator: Generator;
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
  process.kill(contender.pid, 'SIGSTOP');
  const { alarms } = await bench.generator.obey({ kind: 'load', way: contender.way, run: newRun(), count });
  await sleep(SETTLE_MS);
  const round = await observe(bench, contender, async () => {
    process.kill(contender.pid, 'SIGCONT');
    for (const queue of contender.out) await untilHolds(bench.channel, queue, count);
    return count;
  });
  return { ...round, alarms: round.alarms + alarms, latencies: [] };
}

export async function pace(
  bench: Bench,
  contender: Contender,
  { rate, seconds }: { readonly rate: number; readonly seconds: number },
): Promise<Round> {
  let done: Done = { alarms: 0, latencies: [] };
  const count = rate * (seconds + 1);
  const round = await observe(bench, contender, async () => {
    const order = { kind: 'pace', way: contender.way, run: newRun(), count, rate, lead: rate } as const;
    done = await bench.generator.obey(order);
    return count;
  });
  return { ...round, alarms: round.alarms + done.alarms, latencies: done.latencies };
}

async function observe(bench: Bench, contender: Contender, work: () => Promise<number>): Promise<Round> {
  const parties = { contender: contender.pid, database: bench.database };
  const alarms = contender.alarms();
  const before = snapshot(parties);
  const from = microseconds();
  const count = await work();
  const to = microseconds();
  // What comes after the last message is part of its price: acknowledging, marking it as handed over.
  await sleep(SETTLE_MS);
  const burnt = burntBetween(before, snapshot(parties));
  const end = microseconds();
  for (const queue of contender.out) await bench.channel.purgeQueue(queue);
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

const PATIENCE_MS = 120_000;

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
