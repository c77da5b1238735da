import { refuse, wordsOf } from '../command/words.ts';
import { installWitnesses } from './install.ts';
import {
  addresses,
  destroyServices,
  ensureServices,
  givenAddresses,
  status,
  stopServices,
  type Addresses,
} from './services.ts';
import { readState } from './state.ts';
import { installToken } from './token.ts';

const commands: Readonly<Record<string, () => Promise<void>>> = {
  start: async () => {
    await ensureServices();
    printStatus();
  },
  stop: stopServices,
  status: async () => printStatus(),
  destroy: destroyServices,
  env: async () => printEnvironment(),
  witnesses: async () => {
    await installWitnesses();
    await installToken();
  },
};

function printStatus(): void {
  if (givenAddresses(process.env)) process.stdout.write('given by DATABASE_URL and AMQP_URL\n');
  const found = status();
  if (found.length === 0) process.stdout.write('no private services\n');
  for (const { name, pid } of found)
    process.stdout.write(`${name}: ${pid ? `running (process ${pid})` : 'stopped'}\n`);
}

/** For a shell: `export $(./imi services env)`. */
function printEnvironment(): void {
  const found = givenAddresses(process.env) ?? privateAddresses();
  process.stdout.write(`DATABASE_URL=${found.databaseUrl}\nAMQP_URL=${found.amqpUrl}\n`);
  process.stdout.write(`AMQP_MANAGEMENT_URL=${found.managementUrl}\n`);
}

function privateAddresses(): Addresses {
  const state = readState();
  if (state === undefined) throw new Error('no private services: start them first');
  return addresses(state);
}

const command = commands[process.argv[2] ?? ''];
if (command === undefined) {
  process.exitCode = refuse(`usage: ./imi services ${Object.keys(commands).join(' | ')}`, 2);
} else {
  await command().catch((error: unknown) => {
    process.exitCode = refuse(wordsOf(error), 1);
  });
}
