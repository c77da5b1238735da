import { mkdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { X509Certificate } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { refuse, tell, wordsOf } from './command/words.ts';
import { givenAddresses } from './services/services.ts';
import { readTrainingDirectory } from './training/directory.ts';
import { startTrainingHub, type TrainingHub } from './training/hub.ts';
import { ownPlace, TRAINING } from './training/own-place.ts';
import { keptSecrets } from './training/secrets.ts';

/**
 * A hub with invented authorities to try a national system against (docs/training.md): `./imi training`. Cases, secrets and the
 * key stay from one start to the next; seals are new each time. Runs until Ctrl-C.
 */
const FOLDER = fileURLToPath(new URL('../.services/training-hub/', import.meta.url));
const PREFIX = `${TRAINING}.`;

// Not left to the event loop: Prisma's engine keeps it busy after it has migrated.
process.exit(await main());

async function main(): Promise<number> {
  try {
    const hub = await start();
    const root = join(FOLDER, 'training-root.pem');
    await writeFile(root, new X509Certificate(hub.root).toString());
    tell(linesOf(hub, root));
    await ended();
    tell('Stopping …');
    await hub.stop();
    return tell('The services go on running: ./imi services stop ends them.');
  } catch (error) {
    return refuse(wordsOf(error), 1);
  }
}

async function start(): Promise<TrainingHub> {
  const addresses = givenAddresses(process.env);
  if (addresses === undefined)
    throw new TypeError('DATABASE_URL and AMQP_URL are needed: run ./imi training, which brings both.');
  tell('Starting the hub: database, virtual host, training directory, seals …');
  mkdirSync(FOLDER, { recursive: true, mode: 0o700 });
  const systems = readTrainingDirectory().systems.map(({ id }) => id);
  const { HTTP_PORT = '8080', OPERATIONS_PORT = '8081' } = process.env;
  return startTrainingHub({
    ...(await ownPlace(addresses)),
    folder: FOLDER,
    userPrefix: PREFIX,
    credentials: keptSecrets(FOLDER, systems),
    environment: { HTTP_PORT, OPERATIONS_PORT },
  });
}

function ended(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
}

function linesOf({ httpUrl, credentials, amqpUrlFor }: TrainingHub, root: string): string {
  const systems = readTrainingDirectory().systems;
  const [first = ''] = credentials.keys();
  const broker = Object.assign(new URL(amqpUrlFor(first)), { username: '', password: '' });
  return [
    '',
    `HTTP     ${httpUrl}  (schemas at /schemas/1.0/, interface at /openapi.json)`,
    `AMQP     ${broker.href}  (user ${PREFIX}SYSTEM)`,
    `trust    ${root}`,
    '',
    'system\tsecret\tauthorities',
    ...systems.map(({ id, authorities }) => `${id}\t${credentials.get(id) ?? ''}\t${authorities.join(', ')}`),
    '',
    'Ctrl-C stops the hub; docs/training.md tells how to send the first message.',
  ].join('\n');
}
