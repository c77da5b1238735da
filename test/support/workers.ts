import { afterAll, beforeAll } from 'vitest';
import { assemble, type Assembled } from '../../adapters/assemble.ts';
import type { Config } from '../../adapters/config/config.ts';
import { signingFrom } from '../../adapters/config/keys.ts';
import { openLog } from '../../adapters/log.ts';
import type { PreparedHub } from '../../scripts/training/hub.ts';
import { openSigning } from '../../signing/message/open-signing.ts';
import { startWithBroker } from '../../worker/start.ts';

export type WorkerHere = { readonly assembled: Assembled; isConnected(): boolean; stop(): Promise<void> };

/** A worker in this process, beside whatever else runs. */
export async function startWorkerHere(
  config: Config,
  adjust: (assembled: Assembled) => Assembled = (assembled) => assembled,
): Promise<WorkerHere> {
  const assembled = adjust(
    await assemble(config, openLog('silent', 'worker'), await openSigning(signingFrom(config))),
  );
  const worker = await startWithBroker(assembled, config);
  return {
    assembled,
    isConnected: () => worker.isConnected(),
    async stop() {
      await worker.stop();
      await assembled.close();
    },
  };
}

/** A second worker on the same queues and tables, for the time of the tests. */
export function useSecondWorker(hub: () => Pick<PreparedHub, 'config'>): void {
  let worker: WorkerHere | undefined;
  beforeAll(async () => {
    worker = await startWorkerHere(hub().config);
  });
  afterAll(async () => {
    await worker?.stop();
  });
}
