import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Channel } from 'amqplib';
import type { AnchorTask } from './anchors/line.ts';
import { BUILT } from './build.ts';
import type { Way } from './generator.ts';
import type { InsteadTask } from './instead/main.ts';
import type { Signer } from './instead/seal.ts';
import { RECEIVER, SENDER, speakerOf, type Kind } from './request.ts';
import { anchorQueues, insteadQueues, type Stage } from './stage.ts';

export type Contender = {
  readonly name: string;
  readonly about: string;
  readonly pids: readonly number[];
  /** Where it is pinned, and database and broker with it while it is measured; absent where all run anywhere. */
  readonly processors?: readonly number[];
  readonly database: string;
  /** To look into its queues. */
  readonly channel: Channel;
  /** In and out, by which of the two systems speaks. */
  readonly ways: Readonly<Record<typeof SENDER | typeof RECEIVER, Way>>;
  /** Whether it has cases, which have to be there before a command on them. */
  readonly hasCases: boolean;
  /** How many messages come into the queue of answers for each that went in, and how many into each of the others. */
  each(kind: Kind): readonly [answers: number, others: number];
  /** Broker alarms it has seen so far. */
  alarms(): number;
  stop(): Promise<void>;
};

/** A queue, and how many messages it gets for each that came in. */
export type Out = { readonly queue: string; readonly each: number };

export function outsOf({ ways, each }: Contender, kind: Kind): readonly Out[] {
  const { answers, others } = ways[speakerOf(kind)];
  const [first, second] = each(kind);
  return [{ queue: answers, each: first }, ...others.map((queue) => ({ queue, each: second }))];
}

export type Told = { readonly name: string; readonly about: string };

/** Anchors know no systems: whoever speaks, it goes the same way. */
export async function startAnchor(stage: Stage, kind: AnchorTask['kind'], told: Told): Promise<Contender> {
  const { from, to } = anchorQueues(kind);
  const { amqpUrl, databaseUrl } = stage;
  const task: AnchorTask = { kind, amqpUrl, databaseUrl, from, to };
  const started = await startProgram('anchors', task, told);
  return { ...told, ...started, ...(await surroundings(stage, { from, answers: to, others: [] })), hasCases: false, each: () => [1, 0] };
} // prettier-ignore

/** Contender (iv). */
export async function startInstead(stage: Stage, signer: Signer, told: Told): Promise<Contender> {
  const { from, receipts, deliveries } = insteadQueues(signer);
  const { amqpUrl, databaseUrl } = stage;
  const task: InsteadTask = { signer, amqpUrl, databaseUrl, from, receipts, deliveries };
  const started = await startProgram('instead', task, told);
  const queues = { from, answers: receipts, others: [deliveries] };
  return { ...told, ...started, ...(await surroundings(stage, queues)), hasCases: true, each: () => [1, 1] };
}

type Queues = { readonly from: string; readonly answers: string; readonly others: readonly string[] };

async function surroundings({ amqpUrl, database, broker }: Stage, { from, answers, others }: Queues) {
  const user = decodeURIComponent(new URL(amqpUrl).username);
  const way = { amqpUrl, exchange: '', key: from, user, readerUrl: amqpUrl, answers, others };
  return { database, channel: await broker.createChannel(), ways: { [SENDER]: way, [RECEIVER]: way } };
}

async function startProgram(folder: string, task: object, { name }: Told) {
  const child = spawn(process.execPath, [`${BUILT}/bench/throughput/${folder}/main.js`, JSON.stringify(task)], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  let alarms = 0;
  child.on('message', (word) => {
    if (word === 'alarm') alarms += 1;
  });
  const ended = new Promise<never>((_resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`${name} ended (${code})`)));
  });
  ended.catch(() => undefined);
  await Promise.race([once(child, 'message'), ended]);
  return { pids: [pidOf(child)], alarms: () => alarms, stop: ender(child) };
} // prettier-ignore

export function ender(child: ChildProcess): () => Promise<void> {
  return async () => {
    child.removeAllListeners('exit');
    if (child.exitCode !== null) return;
    const end = once(child, 'exit');
    child.kill('SIGCONT');
    child.kill('SIGTERM');
    await end;
  };
}

export function pidOf({ pid }: ChildProcess): number {
  if (pid === undefined) throw new Error('a contender could not be started');
  return pid;
}
