import { runProgram } from '../adapters/program.ts';
import { startHub } from './hub.ts';
import { startWithBroker } from './start.ts';

await runProgram('worker', (config, log) =>
  startHub(config, log, (assembled) => startWithBroker(assembled, config)),
);
