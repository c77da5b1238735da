import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Pool } from 'pg';
import { openManagement } from '../../adapters/amqp/management.ts';
import { brokerUserOf, provision, vhostOf } from '../../adapters/amqp/provision.ts';
import { readConfig, type Config } from '../../adapters/config/config.ts';
import { openLog } from '../../adapters/log.ts';
import { newSecret, saveSecret } from '../../adapters/store/credentials.ts';
import { importDirectory } from '../../adapters/store/directory.ts';
import { openMacs } from '../../adapters/store/macs.ts';
import { openPrisma } from '../../adapters/store/prisma.ts';
import { migrate } from '../../prisma/migrate.ts';
import { startTrainingAuthority, type TrainingAuthority } from '../../signing/training-seal.ts';
import { startAllInOne } from '../../worker/all-in-one.ts';
import { readTrainingDirectory } from './directory.ts';

/** Where a training hub finds its services, and what sets it apart from others on the same broker. */
export type TrainingPlace = {
  readonly databaseUrl: string;
  readonly amqpUrl: string;
  readonly managementUrl: string;
  /** Folder for the training seal. */
  readonly folder: string;
  readonly userPrefix?: string;
  /** Secrets of its systems; new ones where none are given. */
  readonly credentials?: ReadonlyMap<string, string>;
  readonly logLevel?: Config['LOG_LEVEL'];
  readonly environment?: Readonly<Record<string, string>>;
};

/** A hub with invented authorities, and what their systems need to connect. */
export type TrainingHub = {
  readonly httpUrl: string;
  readonly credentials: ReadonlyMap<string, string>;
  /** The training seal's trust anchor, DER. */
  readonly root: Uint8Array;
  /** Certificate of the key that signs receipts, DER. */
  readonly messageSeal: Uint8Array;
  amqpUrlFor(system: string): string;
  stop(): Promise<void>;
};

export type PreparedHub = Omit<TrainingHub, 'httpUrl' | 'stop'> & {
  readonly config: Config;
  /** Ends the training authority: no report is sealed from then on. */
  close(): Promise<void>;
};

/**
 * Sets up a training hub: schema, directory, seal with its authority, broker users. May be repeated; secrets are new each
 * time.
 */
export async function prepareTrainingHub(place: TrainingPlace): Promise<PreparedHub> {
  const passphrase = randomBytes(16).toString('hex');
  const authority = await startTrainingAuthority({ key: 'ec', passphrase });
  try {
    return await prepareWith(authority, place);
  } catch (error) {
    await authority.close();
    throw error;
  }
}

async function prepareWith(authority: TrainingAuthority, place: TrainingPlace): Promise<PreparedHub> {
  await migrate(place.databaseUrl);
  const directory = readTrainingDirectory();
  const config = configure(authority, place);
  const pool = new Pool({ connectionString: place.databaseUrl, max: 2 });
  const known = place.credentials ?? new Map<string, string>();
  const credentials = new Map(directory.systems.map(({ id }) => [id, known.get(id) ?? newSecret()]));
  try {
    const prisma = openPrisma(pool);
    const macs = openMacs(Buffer.from(config.HUB_MASTER_KEY, 'base64'));
    await importDirectory(prisma, macs, directory);
    for (const [system, secret] of credentials) await saveSecret(prisma, macs, { system, secret });
    await prisma.$disconnect();
  } finally {
    await pool.end();
  }
  const user = (system: string) => brokerUserOf(place.userPrefix ?? '', system);
  const accounts = [...credentials].map(([id, password]) => ({ system: { id }, user: user(id), password }));
  await provision(openManagement(place.managementUrl), vhostOf(place.amqpUrl), accounts);
  return {
    config,
    credentials,
    root: authority.seal.root,
    messageSeal: authority.seal.messages.certificate,
    close: authority.close,
    amqpUrlFor: (system) => urlFor(place.amqpUrl, user(system), credentials.get(system) ?? ''),
  };
}

export async function startTrainingHub(place: TrainingPlace): Promise<TrainingHub> {
  const { config, close, ...prepared } = await prepareTrainingHub(place);
  const { httpUrl, stop } = await startAllInOne(config, openLog(config.LOG_LEVEL, 'imi-hub'));
  return {
    ...prepared,
    httpUrl,
    async stop() {
      await stop();
      await close();
    },
  };
}

/** Seal and authority are for training: the names in all their certificates say so, and so does every report. */
function configure({ seal, tsaUrl }: TrainingAuthority, place: TrainingPlace): Config {
  mkdirSync(place.folder, { recursive: true, mode: 0o700 });
  const p12 = join(place.folder, 'training-seal.p12');
  const root = join(place.folder, 'training-root.cer');
  const messages = join(place.folder, 'training-message-seal.p12');
  writeFileSync(p12, seal.p12, { mode: 0o600 });
  writeFileSync(messages, seal.messages.p12, { mode: 0o600 });
  writeFileSync(root, seal.root);
  return readConfig({
    DATABASE_URL: place.databaseUrl,
    AMQP_URL: place.amqpUrl,
    AMQP_USER_PREFIX: place.userPrefix ?? '',
    AMQP_MANAGEMENT_URL: place.managementUrl,
    HUB_MASTER_KEY: masterKey(place.folder),
    HUB_SEAL_P12: p12,
    HUB_SEAL_PASSPHRASE: seal.passphrase,
    HUB_MESSAGE_SEAL_P12: messages,
    HUB_MESSAGE_SEAL_PASSPHRASE: seal.passphrase,
    HUB_SEAL_LEVEL: 'B-LTA',
    TSA_URL: tsaUrl,
    TSA_TRUST: root,
    HUB_TRUST: root,
    HUB_TRAINING: 'yes',
    HTTP_PORT: '0',
    OPERATIONS_PORT: '0',
    LOG_LEVEL: place.logLevel ?? 'warn',
    ...place.environment,
  });
}

/** Kept beside the seal, so that a second run can still read the cases of the first. */
function masterKey(folder: string): string {
  const file = join(folder, 'training-master.key');
  try {
    return readFileSync(file, 'utf8');
  } catch {
    const key = randomBytes(32).toString('base64');
    writeFileSync(file, key, { mode: 0o600 });
    return key;
  }
}

function urlFor(amqpUrl: string, user: string, password: string): string {
  const url = new URL(amqpUrl);
  url.username = encodeURIComponent(user);
  url.password = encodeURIComponent(password);
  return url.href;
}
