import { openBroker } from '../adapters/amqp/broker.ts';
import type { Assembled } from '../adapters/assemble.ts';
import type { Config } from '../adapters/config/config.ts';
import { defined } from '../domain/kernel/optional.ts';
import { readPhrases } from '../schemas/phrases.ts';
import { openPress } from './press.ts';
import { startWorker, type Worker } from './worker.ts';

export type Started = Worker & { isConnected(): boolean };

/** A worker with its broker connections and its press, which end with it. */
export async function startWithBroker(assembled: Assembled, config: Config): Promise<Started> {
  const press = await openPress(config);
  const broker = await openBroker(config.AMQP_URL, assembled.hub.log);
  const reporting = {
    press,
    phrases: readPhrases(config.HUB_TEXTS, config.HUB_TIME_ZONE),
    issuer: config.HUB_NAME,
    isTraining: config.HUB_TRAINING === 'yes',
    roots: assembled.roots,
    certificates: press.certificates,
    ...defined('publicAddress', config.HUB_PUBLIC_ADDRESS),
  };
  const worker = await startWorker({ assembled, broker, reporting, sealer: press, config });
  return {
    relay: worker.relay,
    isConnected: () => broker.isConnected(),
    async stop() {
      await worker.stop();
      await broker.close();
      await press.close();
    },
  };
}
