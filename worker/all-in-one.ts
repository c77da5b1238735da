import type { FastifyInstance } from 'fastify';
import type { Assembled } from '../adapters/assemble.ts';
import type { Config } from '../adapters/config/config.ts';
import { startGateway } from '../gateway/start.ts';
import type { Log } from '../hub/ports/surroundings.ts';
import { startHub, type Part, type Running } from './hub.ts';
import { startWithBroker, type Started } from './start.ts';

type Both = Part & { readonly httpUrl: string; readonly gateway: FastifyInstance };

export type AllInOne = Running<Both>;

/** Worker and gateway in one process, for small installations: the same parts, one pool, one copy of the directory. */
export function startAllInOne(config: Config, log: Log): Promise<AllInOne> {
  return startHub(config, log, (assembled) => startBoth(assembled, config));
}

async function startBoth(assembled: Assembled, config: Config): Promise<Both> {
  const worker = await startWithBroker(assembled, config);
  const gateway = await startBeside(worker, assembled, config).catch(async (error: unknown) => {
    await worker.stop();
    throw error;
  });
  return {
    httpUrl: gateway.httpUrl,
    gateway: gateway.app,
    health: worker.health,
    async stop() {
      await Promise.all([gateway.stop(), worker.stop()]);
    },
  };
}

function startBeside({ seals, health, goOn }: Started, assembled: Assembled, config: Config) {
  return startGateway(assembled, config, {
    seals,
    ready: async () => (await health()).isReady,
    afterSettled: goOn,
  });
}
