import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdirSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { inboxOf, submissionsOf, SUBMIT } from '../../adapters/amqp/topology.ts';
import type { AnchorTask } from './anchors/line.ts';
import { BUILT } from './build.ts';
import type { Way } from './generator.ts';
import { RECEIVER, SENDER } from './request.ts';
import { anchorQueues, type Stage } from './stage.ts';

export type Contender = {
  readonly name: string;
  readonly about: string;
  readonly pid: number;
  readonly way: Way;
  /** Queue of what it has to do. */
  readonly from: string;
  /** Queues that each get one message for each that came in. */
  readonly out: readonly string[];
  /** Broker alarms it has seen so far. */
  alarms(): number;
  stop(): Promise<void>;
};

const OUT = 'out/bench';

export function startAnchor(
  stage: Stage,
  kind: AnchorTask['kind'],
  told: { readonly name: string; readonly about: string },
): Promise<Contender> {
  const { from, to } = anchorQueues(kind);
  const { amqpUrl, databaseUrl } = stage;
  const task: AnchorTask = { kind, amqpUrl, databaseUrl, from, to };
  const child = spawn(process.execPath, [`${BUILT}/bench/throughput/anchors/main.js`, JSON.stringify(task)], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  let alarms = 0;
  const user = decodeURIComponent(new URL(amqpUrl).username);
  const way = { amqpUrl, exchange: '', key: from, user, readerUrl: amqpUrl, answers: to, others: [] };
  const contender = {
    ...told,
    pid: pidOf(child),
    way,
    from,
    out: [to],
    alarms: () => alarms,
    stop: ender(child),
  };
  return new Promise((resolve, reject) => {
    child.on('message', (word) => {
      if (word === 'alarm') alarms += 1;
      if (word === 'ready') resolve(contender);
    });
    child.once('exit', (code) => reject(new Error(`${told.name} ended (${code})`)));
  });
}

/** Options of Node with which the worker is installed (`Dockerfile`). */
const AS_INSTALLED = ['--max-semi-space-size=64'];

/** The hub's worker as it is installed, with everything on. */
export async function startHub(stage: Stage, nodeOptions: readonly string[] = []): Promise<Contender> {
  const { prepared, amqpUrl, prefix } = stage;
  const port = await freePort();
  const settings = Object.entries({ ...prepared.config, OPERATIONS_PORT: port }).map(
    ([name, value]) => [name, String(value)] as const,
  );
  const child = spawn(process.execPath, [...AS_INSTALLED, ...nodeOptions, `${BUILT}/worker/main.js`], {
    env: Object.fromEntries(settings),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  mkdirSync(OUT, { recursive: true });
  const log = createWriteStream(`${OUT}/hub.log`);
  let alarms = 0;
  child.stdout.on('data', (chunk: Buffer) => {
    log.write(chunk);
    if (chunk.includes('broker blocks publishers')) alarms += 1;
  });
  const contender: Contender = {
    name: 'hub',
    about: 'the hub, everything on: receipt and delivery',
    pid: pidOf(child),
    way: {
      amqpUrl: prepared.amqpUrlFor(SENDER),
      exchange: SUBMIT,
      key: SENDER,
      user: `${prefix}${SENDER}`,
      readerUrl: amqpUrl,
      answers: inboxOf(SENDER),
      others: [inboxOf(RECEIVER)],
    },
    from: submissionsOf(SENDER),
    out: [inboxOf(SENDER), inboxOf(RECEIVER)],
    alarms: () => alarms,
    stop: ender(child),
  };
  await untilReady(child, `http://127.0.0.1:${port}/health/ready`);
  return contender;
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

function ender(child: ChildProcess): () => Promise<void> {
  return async () => {
    child.removeAllListeners('exit');
    if (child.exitCode !== null) return;
    const end = once(child, 'exit');
    child.kill('SIGCONT');
    child.kill('SIGTERM');
    await end;
  };
}

function pidOf({ pid }: ChildProcess): number {
  if (pid === undefined) throw new Error('a contender could not be started');
  return pid;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}
