import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { choosePorts } from '../../scripts/services/ports.ts';
import { amqpUrl, managementUrl, rabbitmq } from '../../scripts/services/rabbitmq.ts';
import { ensureRunning, privateFolder, stopService, type Service } from '../../scripts/services/service.ts';
import { defaultPorts, newPassword } from '../../scripts/services/state.ts';

export type OwnBroker = {
  readonly amqpUrl: string;
  readonly managementUrl: string;
  /** Where its files are. */
  readonly folder: string;
};

/**
 * A broker for one file of tests alone, whose files it may look at, and with settings that would disturb others: those of an
 * `advanced.config`. Call it before whatever needs a broker.
 */
export function useOwnBroker(settings = '[].'): () => OwnBroker {
  let broker: OwnBroker | undefined;
  const given = { amqp: process.env['AMQP_URL'], management: process.env['AMQP_MANAGEMENT_URL'] };
  const base = mkdtempSync(join(tmpdir(), 'imi-hub-broker-'));
  let service: Service | undefined;
  beforeAll(async () => {
    const state = { base, password: newPassword(), ports: await choosePorts(defaultPorts, []) };
    service = rabbitmq(state);
    writeFileSync(join(privateFolder(service.folder), 'advanced.config'), `${settings}\n`);
    await ensureRunning(service);
    broker = { amqpUrl: amqpUrl(state), managementUrl: managementUrl(state), folder: service.folder };
    process.env['AMQP_URL'] = broker.amqpUrl;
    process.env['AMQP_MANAGEMENT_URL'] = broker.managementUrl;
  }, 120_000);
  afterAll(async () => {
    if (service !== undefined) await stopService(service);
    rmSync(base, { recursive: true, force: true });
    for (const [name, value] of [
      ['AMQP_URL', given.amqp],
      ['AMQP_MANAGEMENT_URL', given.management],
    ] as const) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }, 60_000);
  return () => {
    if (broker === undefined) throw new TypeError('the broker is there when the tests begin, not earlier');
    return broker;
  };
}
