import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type ChannelModel } from 'amqplib';
import { Client } from 'pg';
import { openManagement } from '../../adapters/amqp/management.ts';
import { DEAD, EXCHANGES, inboxQueue } from '../../adapters/amqp/topology.ts';
import { ensureServices, type Addresses } from '../../scripts/services/services.ts';
import { prepareTrainingHub, type PreparedHub } from '../../scripts/training/hub.ts';
import { CASES } from './anchors/line.ts';
import { SIGNERS, type Signer } from './instead/seal.ts';

/** A database and a virtual host of this run's own, with a prepared hub and what the anchors need. */
export type Stage = {
  readonly database: string;
  readonly databaseUrl: string;
  readonly amqpUrl: string;
  readonly prefix: string;
  readonly prepared: PreparedHub;
  readonly broker: ChannelModel;
  close(): Promise<void>;
};

export const ANCHORS = ['relay', 'transaction', 'group'] as const;

export function anchorQueues(kind: (typeof ANCHORS)[number]) {
  return { from: `bench.in.${kind}`, to: `bench.out.${kind}` };
}

export function insteadQueues(signer: Signer) {
  const place = `instead.${signer}`;
  return { from: `bench.in.${place}`, receipts: `bench.receipts.${place}`, deliveries: `bench.deliveries.${place}` };
} // prettier-ignore

export async function openStage(): Promise<Stage> {
  const services = await ensureServices();
  const name = `imi_bench_${randomBytes(4).toString('hex')}`;
  const folder = mkdtempSync(join(tmpdir(), 'imi-bench-'));
  await onServer(services, `CREATE DATABASE "${name}"`);
  const management = openManagement(services.managementUrl);
  await management.putVhost(name);
  const databaseUrl = at(services.databaseUrl, name);
  const amqpUrl = at(services.amqpUrl, name);
  const place = {
    databaseUrl,
    amqpUrl,
    managementUrl: services.managementUrl,
    folder,
    userPrefix: `${name}.`,
  };
  const user = decodeURIComponent(new URL(services.amqpUrl).username);
  await management.putPermissions({ vhost: name, user, configure: '.*', write: '.*', read: '.*' });
  const prepared = await prepareTrainingHub(place);
  await makeTables(databaseUrl);
  const broker = await connect(amqpUrl);
  await makeQueues(broker);
  return {
    database: name,
    databaseUrl,
    amqpUrl,
    prefix: place.userPrefix,
    prepared,
    broker,
    async close() {
      await broker.close();
      await prepared.close();
      for (const system of prepared.credentials.keys())
        await management.deleteUser(`${place.userPrefix}${system}`);
      await management.deleteVhost(name);
      await onServer(services, `DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`);
      rmSync(folder, { recursive: true, force: true });
      await services.stop();
    },
  };
}

/** The same kind of queue as the hub's, with the same arguments. */
async function makeQueues(broker: ChannelModel): Promise<void> {
  const channel = await broker.createChannel();
  for (const { name, type } of EXCHANGES) await channel.assertExchange(name, type, { durable: true });
  const durable = {
    durable: true,
    arguments: { ...inboxQueue('').arguments, 'x-dead-letter-exchange': DEAD },
  };
  for (const queues of [...ANCHORS.map(anchorQueues), ...SIGNERS.map(insteadQueues)])
    for (const queue of Object.values(queues)) await channel.assertQueue(queue, durable);
  await channel.close();
}

async function makeTables(databaseUrl: string): Promise<void> {
  await withClient(databaseUrl, async (client) => {
    await client.query('CREATE TABLE anchor_case (id int PRIMARY KEY, status text NOT NULL)');
    await client.query(
      `INSERT INTO anchor_case SELECT id, 'open' FROM generate_series(0, ${CASES - 1}) AS id`,
    );
    await client.query(`CREATE TABLE anchor_message (
      id text PRIMARY KEY, case_id int NOT NULL REFERENCES anchor_case, at timestamptz NOT NULL, body bytea NOT NULL)`);
    await client.query('VACUUM ANALYZE anchor_case');
    await client.query(readFileSync('bench/throughput/instead/tables.sql', 'utf8'));
  });
}

function onServer({ databaseUrl }: Addresses, statement: string): Promise<void> {
  return withClient(databaseUrl, async (client) => void (await client.query(statement)));
}

export async function withClient(url: string, work: (client: Client) => Promise<void>): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

function at(serverUrl: string, name: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}
