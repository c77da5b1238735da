import { afterAll, beforeAll } from 'vitest';
import type { Assembled } from '../../adapters/assemble.ts';
import type { Config } from '../../adapters/config/config.ts';
import { openLog } from '../../adapters/log.ts';
import type { ComplaintCode } from '../../hub/health.ts';
import type { PreparedHub } from '../../scripts/training/hub.ts';
import { CATALOGUE } from '../../schemas/catalogue.ts';
import { openHub } from '../../worker/hub.ts';
import { startWithBroker, type Started } from '../../worker/start.ts';

export type WorkerHere = Pick<Started, 'health' | 'stop'> & {
  readonly assembled: Assembled;
};

/** A worker in this process, beside whatever else runs. */
export async function startWorkerHere(
  config: Config,
  adjust: (assembled: Assembled) => Assembled = (assembled) => assembled,
  catalogue = CATALOGUE,
): Promise<WorkerHere> {
  const assembled = adjust(await openHub(config, openLog('silent', 'worker'), catalogue));
  const worker = await startWithBroker(assembled, config);
  return {
    assembled,
    health: worker.health,
    async stop() {
      await worker.stop();
      await assembled.close();
    },
  };
}

/** What its health says of the broker or of anything else, if it complains of that. */
export async function complaintOf(worker: WorkerHere | undefined, code: ComplaintCode) {
  return (await worker?.health())?.complaints.find((complaint) => complaint.code === code);
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
