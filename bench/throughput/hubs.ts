import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdirSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { inboxOf, SUBMIT } from '../../adapters/amqp/topology.ts';
import { BUILT } from './build.ts';
import { ender, pidOf, type Contender, type Told } from './contenders.ts';
import type { Promised } from './priced/without.ts';
import { RECEIVER, SENDER } from './request.ts';
import type { Stage } from './stage.ts';

export type HubWish = Told & {
  readonly nodeOptions?: readonly string[];
  /** A promise that it does not keep. */
  readonly without?: Promised;
  /** A worker process for each of these, pinned to it; absent: one anywhere. */
  readonly processors?: readonly number[];
};

/** Options of Node with which the worker is installed (`Dockerfile`). */
const AS_INSTALLED = ['--max-semi-space-size=64'];

const OUT = 'out/bench';

/** The hub's worker as it is installed, with everything on unless something else is wished. */
export async function startHub(stage: Stage, wish: HubWish): Promise<Contender> {
  const { name, about, processors } = wish;
  const { prepared, database, broker, amqpUrl, prefix } = stage;
  mkdirSync(OUT, { recursive: true });
  const places = processors === undefined ? [undefined] : processors.map((processor) => [processor]);
  const workers = await Promise.all(places.map((place) => startWorker(stage, wish, place)));
  function way(speaker: string, other: string) {
    const answers = inboxOf(speaker);
    const speaking = { amqpUrl: prepared.amqpUrlFor(speaker), key: speaker, user: `${prefix}${speaker}` };
    return { ...speaking, exchange: SUBMIT, readerUrl: amqpUrl, answers, others: [inboxOf(other)] };
  }
  return {
    name,
    about,
    pids: workers.map(({ pid }) => pid),
    ...(processors === undefined ? {} : { processors }),
    database,
    channel: await broker.createChannel(),
    ways: { [SENDER]: way(SENDER, RECEIVER), [RECEIVER]: way(RECEIVER, SENDER) },
    hasCases: true,
    // Who has accepted is told of the person, besides its receipt.
    each: (kind) => [kind === 'accept' ? 2 : 1, 1],
    alarms: () => workers.reduce((sum, { alarms }) => sum + alarms(), 0),
    stop: async () => void (await Promise.all(workers.map(({ stop }) => stop()))),
  };
}

async function startWorker(stage: Stage, wish: HubWish, place: readonly number[] | undefined) {
  const { name, nodeOptions = [], without } = wish;
  const port = await freePort();
  const settings = { ...stage.prepared.config, OPERATIONS_PORT: port };
  const env = Object.fromEntries(Object.entries(settings).map(([key, value]) => [key, String(value)]));
  const program = without === undefined ? 'worker/main.js' : 'bench/throughput/priced/main.js';
  const own = without === undefined ? [] : [without];
  const node = [process.execPath, ...AS_INSTALLED, ...nodeOptions, `${BUILT}/${program}`, ...own];
  const [command = '', ...rest] = place === undefined ? node : ['taskset', '-c', place.join(','), ...node];
  const child = spawn(command, rest, { env: { ...env, PATH: pathOf() }, stdio: ['ignore', 'pipe', 'inherit'] });
  const log = createWriteStream(`${OUT}/${name.replaceAll(' ', '-')}${place?.join('') ?? ''}.log`);
  let alarms = 0;
  child.stdout.on('data', (chunk: Buffer) => {
    log.write(chunk);
    if (chunk.includes('broker blocks publishers')) alarms += 1;
  });
  await untilReady(child, `http://127.0.0.1:${port}/health/ready`);
  return { pid: pidOf(child), alarms: () => alarms, stop: ender(child) };
} // prettier-ignore

/** Where taskset is found; the worker itself reads nothing of it. */
function pathOf(): string {
  return process.env['PATH'] ?? '';
}

async function untilReady(child: ChildProcess, address: string): Promise<void> {
  for (let patience = 300; patience > 0; patience -= 1) {
    if (child.exitCode !== null) throw new Error(`the hub ended (${child.exitCode})`);
    const answer = await fetch(address).catch(() => undefined);
    if (answer?.ok === true) return;
    await sleep(100);
  }
  throw new Error('the hub does not get ready');
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}
