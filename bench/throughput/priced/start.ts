import { runProgram } from '../../../adapters/program.ts';
import { openOperations } from '../../../adapters/operations/listener.ts';
import { openHub } from '../../../worker/hub.ts';
import { startWithBroker } from '../../../worker/start.ts';
import { without, type Promised } from './without.ts';

/** As `worker/hub.ts` puts the worker together, with a substitute in its place before anything is begun. */
export function runWithout(promised: Promised): Promise<void> {
  return runProgram('worker', async (config, log) => {
    const assembled = await without(promised, await openHub(config, log));
    const part = await startWithBroker(assembled, config);
    const operations = await openOperations(config, { health: part.health, metrics: assembled.metrics });
    return {
      async stop() {
        await part.stop();
        await operations.close();
        await assembled.close();
      },
    };
  });
}
