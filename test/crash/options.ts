import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';

const FAULTS = ['kills', 'all'] as const;
export type Faults = (typeof FAULTS)[number];

export type Options = {
  /** The same seed gives the same messages and the same order of kills; their moments depend on the machine, too. */
  readonly seed: number;
  /** How many kills. */
  readonly rounds: number;
  /** About how many messages, repeats included. */
  readonly messages: number;
  /** Whether other faults join the kills: see `faults.ts`. */
  readonly faults: Faults;
  /** Seconds after which the test has failed, whatever is still under way. */
  readonly limit: number;
};

export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seed: { type: 'string', default: String(randomInt(1_000_000_000)) },
      rounds: { type: 'string', default: '24' },
      messages: { type: 'string', default: '600' },
      faults: { type: 'string', default: 'kills' },
      // A line that falls silent is given up after a quarter of a minute, each time.
      limit: { type: 'string', default: args.includes('all') ? '600' : '240' },
    },
  });
  const { seed, rounds, messages, limit } = values;
  const faults = FAULTS.find((one) => one === values.faults);
  if (faults === undefined) throw new TypeError(`--faults takes ${FAULTS.join(' or ')}`);
  return {
    faults,
    seed: whole('seed', seed, 0),
    rounds: whole('rounds', rounds, 1),
    messages: whole('messages', messages, 1),
    limit: whole('limit', limit, 1),
  };
}

function whole(name: string, text: string, least: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= least) return value;
  throw new TypeError(`--${name} takes a whole number from ${least}`);
}
