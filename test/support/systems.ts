import { afterEach } from 'vitest';
import { isConnectorFault } from '../../connector/fault.ts';
import type { Schemas } from '../../connector/schemas.ts';
import {
  openNationalSystem,
  type NationalSystem,
  type SystemOptions,
  type Traffic,
} from '../../connector/system.ts';
import type { Format } from '../../connector/message.ts';
import { makeBook } from '../../schemas/catalogue.ts';
import { jsonSchema } from '../../schemas/message/json-schema.ts';
import { readTrainingDirectory } from '../../scripts/training/directory.ts';
import { WITH_ECHO } from './echo.ts';
import { holdOutgoing } from './outgoing.ts';

/** Where the systems find the hub. */
export type Reach = {
  amqpUrlFor(system: string): string;
  readonly httpUrl?: string;
};

export type Registered = {
  readonly id: string;
  readonly authorities: readonly string[];
  readonly channel: 'amqp' | 'http';
  readonly format: Format;
  readonly language: string;
};

const book = makeBook(WITH_ECHO);

/** The schemas that the gateway publishes, without the way through it: not every test has one. */
export const schemas: Schemas = {
  of(type) {
    const declared = book.types.get(type);
    if (declared === undefined) throw new TypeError(`there is no message ${type}`);
    return Promise.resolve(jsonSchema(declared.type));
  },
  faultsOf: () => Promise.resolve([]),
};

const registered = new Map<string, Registered>(
  readTrainingDirectory().systems.map((system) => [system.id, system]),
);

export function registration(id: string): Registered {
  const system = registered.get(id);
  if (system === undefined) throw new TypeError(`${id} is not in the training directory`);
  return system;
}

type How = {
  readonly kind?: 'amqp' | 'http';
  readonly format?: Format;
  readonly timeout?: number;
  readonly keep?: (traffic: Traffic) => void;
  readonly onTrouble?: (error: Error) => void;
} & Pick<SystemOptions, 'sign' | 'hubCertificates'>;

/** A national system of the training directory, connected as it is registered unless the test wants it otherwise. */
export async function openSystem(reach: Reach, id: string, how: How = {}): Promise<NationalSystem> {
  const { channel, format } = registration(id);
  const kind = how.kind ?? channel;
  const url = kind === 'amqp' ? reach.amqpUrlFor(id) : httpUrlFor(reach, id);
  // Whether the hub refuses what is wrong is for the hub to show: nothing is held back here.
  function keep(traffic: Traffic): void {
    holdOutgoing(traffic);
    how.keep?.(traffic);
  }
  return openNationalSystem({
    format,
    onTrouble,
    ...how,
    id,
    channel: { kind, url },
    schemas,
    checks: false,
    keep,
  });
}

/** Tests that publish past the connector take such receipts by `next`. */
function onTrouble(error: Error): void {
  if (!isConnectorFault(error) || error.code !== 'NOT_ASKED_FOR') process.emitWarning(error);
}

function httpUrlFor(reach: Reach, id: string): string {
  const address = new URL(reach.httpUrl ?? '');
  address.username = id;
  address.password = new URL(reach.amqpUrlFor(id)).password;
  return address.href;
}

/** Opens systems that are closed after each test. */
export function useSystems(reach: () => Reach): (id: string, how?: How) => Promise<NationalSystem> {
  const open: NationalSystem[] = [];
  afterEach(async () => {
    await Promise.all(open.splice(0).map((system) => system.close()));
  });
  return async (id, how) => {
    const system = await openSystem(reach(), id, how);
    open.push(system);
    return system;
  };
}
