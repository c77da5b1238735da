import { runProgram } from '../../adapters/program.ts';
import { DEADLY } from './requests.ts';
import { startWorkerHere } from './workers.ts';

/** The worker with a reader that some messages kill. */
await runProgram('fragile-worker', (config) =>
  startWorkerHere(config, (assembled) => {
    const { codec } = assembled.hub;
    const fragile: typeof codec = {
      ...codec,
      decode(bytes, contentType) {
        if (Buffer.from(bytes).includes(DEADLY)) process.kill(process.pid, 'SIGKILL');
        return codec.decode(bytes, contentType);
      },
    };
    return { ...assembled, hub: { ...assembled.hub, codec: fragile } };
  }),
);
