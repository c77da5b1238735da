import { parseArgs } from 'node:util';
import { KINDS, SIZES } from './throughput/request.ts';
import { runThroughput } from './throughput/run.ts';
import type { Field } from './throughput/wish.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '4' },
    messages: { type: 'string', default: '4000' },
    seconds: { type: 'string', default: '8' },
    pace: { type: 'string', default: '200' },
    kilobytes: { type: 'string', default: '4' },
    kind: { type: 'string', default: 'send' },
    history: { type: 'string', default: '0' },
    only: { type: 'string', default: '' },
    profile: { type: 'boolean', default: false },
    prices: { type: 'boolean', default: false },
    processors: { type: 'boolean', default: false },
    closed: { type: 'string', default: '0' },
  },
});

await runThroughput({
  field: field(),
  rounds: Number(values.rounds),
  messages: Number(values.messages),
  seconds: Number(values.seconds),
  pace: Number(values.pace),
  work: {
    kind: oneOf(KINDS, 'kind', values.kind),
    size: oneOf(SIZES, 'kilobytes', values.kilobytes),
    history: Number(values.history),
  },
  closed: Number(values.closed),
  only: values.only === '' ? [] : values.only.split(','),
});

function field(): Field {
  if (values.profile) return 'profile';
  if (values.prices) return 'prices';
  if (values.processors) return 'processors';
  return Number(values.closed) > 0 ? 'closed' : 'usual';
}

function oneOf<T extends string>(all: readonly T[], option: string, given: string): T {
  const found = all.find((one) => one === given);
  if (found === undefined) throw new TypeError(`--${option} is one of ${all.join(', ')}`);
  return found;
}
