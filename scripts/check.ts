import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';

/**
 * All of `npm run check`, as many steps at a time as there are processors for. Each step's output comes in one piece when it
 * ends; all are run whatever the others say, so that one look shows everything that is wrong.
 */
const STEPS = ['test:pure', 'test:told', 'types', 'lint', 'format', 'generate:check'];
const LANES = Math.min(2, availableParallelism());

const waiting = [...STEPS];
const failed: string[] = [];
await Promise.all(Array.from({ length: LANES }, () => work()));
process.stdout.write(failed.length === 0 ? 'check: all is well\n' : `check: failed: ${failed.join(', ')}\n`);
process.exitCode = failed.length === 0 ? 0 : 1;

async function work(): Promise<void> {
  for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) {
    if (!(await isWell(step))) failed.push(step);
  }
}

async function isWell(step: string): Promise<boolean> {
  const since = performance.now();
  const child = spawn('npm', ['run', '--silent', step], { stdio: ['ignore', 'pipe', 'pipe'] });
  const output: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => output.push(part));
  const [code] = await once(child, 'close');
  const seconds = ((performance.now() - since) / 1000).toFixed(1);
  process.stdout.write(`${step}: ${code === 0 ? 'well' : 'failed'}, ${seconds} s\n`);
  if (code !== 0 || step === 'test:pure') process.stdout.write(Buffer.concat(output));
  return code === 0;
}
