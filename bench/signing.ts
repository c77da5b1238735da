import { parseArgs } from 'node:util';
import { runSigning } from './signing/run.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '7' },
    reports: { type: 'string', default: '1000' },
  },
});

await runSigning({ rounds: Number(values.rounds), reports: Number(values.reports) });
