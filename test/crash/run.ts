import { inboxOf, systemOfInbox, WITNESS } from '../../adapters/amqp/topology.ts';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openManagement } from '../../adapters/amqp/management.ts';
import type { NationalSystem } from '../../connector/system.ts';
import { destroyServices, ensureServices, type Services } from '../../scripts/services/services.ts';
import { prepareTrainingHub, type PreparedHub } from '../../scripts/training/hub.ts';
import { openSystem } from '../support/systems.ts';
import { openTables } from '../support/tables.ts';
import { until } from '../support/until.ts';
import { throwDice } from './dice.ts';
import { exchange, PAIRS, SYSTEMS, type World } from './exchange.ts';
import { buildGate } from './gate.ts';
import { killAll, victimsOf, type Victim } from './killer.ts';
import { openLedger, type Ledger } from './ledger.ts';
import type { Options } from './options.ts';
import { verify, type Finding } from './verify.ts';
import { within } from './within.ts';
import { supervise, type Supervised } from '../support/supervised.ts';
import { layWire, type Wire } from '../support/wire.ts';

export type Result = {
  readonly kills: ReadonlyMap<Victim, number>;
  readonly ledger: Ledger;
  readonly findings: readonly Finding[];
};

/** Messages that one exchange takes on the average, repeats and wrong ones included. */
const EACH = 5.6;

/** Load and kills, then the reckoning; on services of its own, which are gone afterwards. */
export async function runCrashTest(options: Options, said: (text: string) => void): Promise<Result> {
  // Whatever a run that was itself killed has left behind would be counted in this one.
  await destroyServices();
  const services = await ensureServices({});
  // The hub's own lines only: they may fall silent, those of the systems do not.
  const [database, broker] = [await layWire(services.databaseUrl), await layWire(services.amqpUrl)];
  const folder = await mkdtemp(join(tmpdir(), 'imi-hub-crash-'));
  try {
    const environment = { LOG_LEVEL: 'info', DATABASE_URL: database.url, AMQP_URL: broker.url };
    const hub = await prepareTrainingHub({ ...services, folder, environment });
    return await crash(options, { services, hub, database, broker, said }).finally(() => hub.close());
  } finally {
    database.close();
    broker.close();
    await rm(folder, { recursive: true, force: true });
    await services.destroy();
  }
}

type Site = {
  readonly services: Services;
  readonly hub: PreparedHub;
  readonly database: Wire;
  readonly broker: Wire;
  said(text: string): void;
};

async function crash(options: Options, site: Site): Promise<Result> {
  const { hub } = site;
  const workers = [supervise(hub.config), supervise(hub.config)] as const;
  const ledger = openLedger();
  const systems = new Map<string, NationalSystem>();
  try {
    await until('a worker has declared the queues', () => hasInboxes(site), 180_000);
    for (const id of SYSTEMS) systems.set(id, await connected(hub, { id, ledger, options }));
    const kills = new Map<Victim, number>();
    const late = await broken(async () => {
      await within(options.limit, (signal) =>
        loadAndKill({ ...site, options, workers, systems, ledger, signal, kills }),
      );
      await until('everything has been handed over', () => isDelivered(site), 240_000);
    });
    const ends = await Promise.all(workers.map((worker) => worker.stop()));
    return { kills, ledger, findings: [late, ...(await reckon(site, ledger)), ...lives(workers, ends)] };
  } finally {
    await Promise.all(workers.map((worker) => worker.kill()));
    await Promise.all([...systems.values()].map((system) => system.close()));
  }
}

function connected(
  hub: PreparedHub,
  given: { readonly id: string; readonly ledger: Ledger; readonly options: Options },
): Promise<NationalSystem> {
  const { id, ledger, options } = given;
  const timeout = options.limit * 1000;
  // Trouble is what this is about; what came of it is looked at in the end.
  return openSystem(hub, id, {
    timeout,
    keep: (traffic) => ledger.keep(traffic),
    onTrouble: () => undefined,
    // A receipt that is not signed would count as one that never came.
    hubCertificates: [hub.messageSeal],
  });
}

type Scene = Site & {
  readonly options: Options;
  readonly workers: readonly [Supervised, Supervised];
  readonly systems: ReadonlyMap<string, NationalSystem>;
  readonly ledger: Ledger;
  readonly signal: AbortSignal;
  readonly kills: Map<Victim, number>;
};

/** What does not end is reckoned all the same: that shows what is missing. */
async function broken(work: () => Promise<void>): Promise<Finding> {
  const promise = 'every exchange came to its end';
  try {
    await work();
    return { promise, count: 1, broken: [] };
  } catch (error) {
    return { promise, count: 0, broken: [error instanceof Error ? error.message : String(error)] };
  }
}

async function loadAndKill(scene: Scene): Promise<void> {
  const { options, workers, systems, ledger, said, signal, kills } = scene;
  const { seed, rounds, messages } = options;
  const gate = buildGate();
  const exchanges = Array.from({ length: Math.ceil(messages / EACH) }, (_, index) => {
    const world: World = { systems, gate, ledger, dice: throwDice(seed + 1 + index) };
    return exchange(world, PAIRS[index % PAIRS.length] ?? { asks: NOBODY, answers: NOBODY });
  });
  const all = Promise.all(exchanges);
  // Looked at after the kills; until then it may fail unheard.
  all.catch(() => undefined);
  const lot = Math.ceil(messages / (rounds + 1));
  const dice = throwDice(seed);
  const { services, database, broker } = scene;
  await killAll({
    dice,
    rounds,
    victims: victimsOf(options.faults),
    place: { services, database, broker, dice },
    workers,
    said,
    signal,
    kills,
    before: () => gate.let(lot),
  });
  gate.open();
  await all;
}

const NOBODY = { system: '', authority: '' };

async function hasInboxes({ services }: Site): Promise<boolean> {
  const queues = await queuesOf(services);
  return SYSTEMS.every((id) => queues.some(({ name }) => name === inboxOf(id)));
}

async function isDelivered({ services }: Site): Promise<boolean> {
  const tables = await openTables(services.databaseUrl);
  const waiting = await tables.count('delivery WHERE handed_over IS NULL');
  await tables.close();
  const queues = await queuesOf(services);
  const isTaken = queues.every(({ name, messages }) => messages === 0 || !isOfInterest(name));
  return waiting === 0 && queues.length > 0 && isTaken;
}

/** What lies in the stream of witnesses stays there; inboxes of others are nobody's here. */
function isOfInterest(queue: string): boolean {
  if (queue === WITNESS.name) return false;
  const system = systemOfInbox(queue);
  return system === undefined || SYSTEMS.includes(system);
}

/** None, while the broker is away or still counting. */
async function queuesOf({ managementUrl, amqpUrl }: Services) {
  const vhost = new URL(amqpUrl).pathname.slice(1);
  const queues = await openManagement(managementUrl)
    .listQueues(vhost)
    .catch(() => []);
  return queues.every(({ messages }) => typeof messages === 'number') ? queues : [];
}

async function reckon({ services, hub }: Site, ledger: Ledger): Promise<readonly Finding[]> {
  const tables = await openTables(services.databaseUrl);
  try {
    return await verify(ledger, { hub, tables });
  } finally {
    await tables.close();
  }
}

function lives(workers: readonly Supervised[], ends: readonly (string | undefined)[]): readonly Finding[] {
  const collapses = workers.flatMap((worker) => worker.collapses);
  const rude = ends.filter((end) => end !== undefined);
  return [
    { promise: 'no worker ended by itself', count: collapses.length, broken: collapses },
    { promise: 'the workers stopped when asked to', count: ends.length, broken: rude },
  ];
}
