import { parseArgs } from 'node:util';
import { runThroughput } from './throughput/run.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '4' },
    messages: { type: 'string', default: '4000' },
    seconds: { type: 'string', default: '8' },
    profile: { type: 'boolean', default: false },
  },
});

await runThroughput({
  rounds: Number(values.rounds),
  messages: Number(values.messages),
  seconds: Number(values.seconds),
  profile: values.profile,
});
