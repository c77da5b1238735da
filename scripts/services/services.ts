import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { installServices } from './install.ts';
import { withLock } from './lock.ts';
import { chooseBase } from './place.ts';
import { choosePorts } from './ports.ts';
import { createDatabase, databaseUrl, postgres } from './postgres.ts';
import { killAll } from './processes.ts';
import { step, timed } from './progress.ts';
import { amqpUrl, managementUrl, rabbitmq } from './rabbitmq.ts';
import { ensureRunning, mainProcess, stopService, type Service, type ServiceName } from './service.ts';
import { defaultPorts, home, newPassword, readState, refuge, writeState, type State } from './state.ts';

export interface Addresses {
  readonly databaseUrl: string;
  readonly amqpUrl: string;
  readonly managementUrl: string;
}

export interface Services extends Addresses {
  /** Ends what this call started, and nothing that was running before. */
  readonly stop: () => Promise<void>;
  /** The same, and removes the data if nothing was running before. */
  readonly destroy: () => Promise<void>;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** The services of the environment if it names them, else private ones of this checkout, started when needed. */
export async function ensureServices(environment: Environment = process.env): Promise<Services> {
  const given = givenAddresses(environment);
  if (given !== undefined) return { ...given, stop: doNothing, destroy: doNothing };
  return withLock(async () => {
    await installServices();
    const state = await prepare();
    const idle = all(state).filter((service) => mainProcess(service) === undefined);
    await startAll(state);
    const stop = (): Promise<void> => withLock(() => stopAll(idle));
    return { ...addresses(state), stop, destroy: idle.length === 2 ? destroyServices : stop };
  });
}

export function givenAddresses(environment: Environment): Addresses | undefined {
  const { DATABASE_URL: database, AMQP_URL: amqp, AMQP_MANAGEMENT_URL: management } = environment;
  if (!database && !amqp) return undefined;
  if (!database || !amqp) throw new Error('give both DATABASE_URL and AMQP_URL, or neither');
  return { databaseUrl: database, amqpUrl: amqp, managementUrl: management || usualManagementUrl(amqp) };
}

/** Where this checkout's private services are, if it has any. */
export function addresses(state: State): Addresses {
  return { databaseUrl: databaseUrl(state), amqpUrl: amqpUrl(state), managementUrl: managementUrl(state) };
}

/** For the crash test: SIGKILL to the whole process tree (for the broker: beam, its helpers and its epmd). */
export async function kill(name: ServiceName): Promise<void> {
  await killAll(find(name).folder);
}

/** Starts it again where it was, on the same port; returns when it answers. */
export async function restart(name: ServiceName): Promise<void> {
  await ensureRunning(find(name));
}

export async function stopServices(): Promise<void> {
  await withLock(async () => {
    const state = readState();
    if (state !== undefined) await stopAll(all(state));
  });
}

/** No good-byes: what is removed afterwards need not be tidy. */
export async function destroyServices(): Promise<void> {
  await withLock(removeEverything);
  step('private services and their data removed');
}

export function status(): readonly { readonly name: ServiceName; readonly pid: number | undefined }[] {
  const state = readState();
  return state === undefined
    ? []
    : all(state).map((service) => ({ name: service.name, pid: mainProcess(service) }));
}

/** The recorded state with ports that are free now; without a record, whatever still runs or lies there is lost. */
async function prepare(): Promise<State> {
  const known = readState();
  if (known === undefined) await removeEverything();
  const base = known?.base ?? chooseBase();
  const before = known ?? { base, password: newPassword(), ports: defaultPorts };
  const running = all(before).filter((service) => mainProcess(service) !== undefined);
  const ports = await choosePorts(
    before.ports,
    running.flatMap(({ ports: own }) => own),
  );
  return writeState({ ...before, ports });
}

async function startAll(state: State): Promise<void> {
  const services = all(state);
  const results = await Promise.allSettled(services.map(startOne));
  const failed = results.find((result) => result.status === 'rejected');
  if (failed) {
    await Promise.all(services.map(({ folder }) => killAll(folder)));
    throw failed.reason;
  }
  await createDatabase(state);
}

async function startOne(service: Service): Promise<void> {
  if (mainProcess(service) === undefined)
    await timed(`starting ${service.name}`, () => ensureRunning(service));
  else await ensureRunning(service);
}

async function stopAll(services: readonly Service[]): Promise<void> {
  await Promise.all(services.map((service) => timed(`stopping ${service.name}`, () => stopService(service))));
}

async function removeEverything(): Promise<void> {
  for (const base of [home, refuge]) {
    for (const name of ['postgres', 'rabbitmq']) await killAll(join(base, name));
    rmSync(base, { recursive: true, force: true });
  }
}

function all(state: State): readonly Service[] {
  return [postgres(state), rabbitmq(state)];
}

function find(name: ServiceName): Service {
  const state = readState();
  const service = state && all(state).find((candidate) => candidate.name === name);
  if (!service) throw new Error(`no private ${name}: start the services first`);
  return service;
}

function usualManagementUrl(amqp: string): string {
  const { username, password, hostname } = new URL(amqp);
  return `http://${username}:${password}@${hostname}:15672`;
}

async function doNothing(): Promise<void> {}
