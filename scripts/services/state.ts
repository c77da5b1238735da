import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const checkout = fileURLToPath(new URL('../../', import.meta.url));

/**
 * All that belongs to this checkout's services stands here; deleting it while they run is survived. A second home is for
 * services that are killed on purpose, beside those that others work with.
 */
export const home = process.env['IMI_SERVICES_HOME'] || join(checkout, '.services');

/** Where the data goes when the database's user, or a shell script of the broker, cannot live in the checkout. */
export const refuge = `/var/tmp/imi-hub-${createHash('sha256').update(home).digest('hex').slice(0, 12)}`;

export interface Ports {
  readonly postgres: number;
  readonly amqp: number;
  readonly management: number;
  readonly epmd: number;
  readonly distribution: number;
}

/** What a second start, another process or a crash test must know to find the same services again. */
export interface State {
  readonly base: string;
  readonly password: string;
  readonly ports: Ports;
}

/**
 * Below 32768 on purpose: above, the kernel may lend a port to any outgoing connection, and a client that
 * reconnects to a broker just killed can then even connect to itself.
 */
export const defaultPorts: Ports = {
  postgres: 21432,
  amqp: 21532,
  management: 21632,
  epmd: 21732,
  distribution: 21832,
};

const stateFile = join(home, 'state.json');

export function readState(): State | undefined {
  if (!existsSync(stateFile)) return undefined;
  return JSON.parse(readFileSync(stateFile, 'utf8')) as State;
}

/** Written beside and renamed, so that a reader never meets half a file. */
export function writeState(state: State): State {
  mkdirSync(home, { recursive: true });
  writeFileSync(`${stateFile}.new`, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${stateFile}.new`, stateFile);
  return state;
}

export function newPassword(): string {
  return randomBytes(18).toString('base64url');
}
