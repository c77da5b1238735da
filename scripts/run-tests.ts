import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { dropTemplate } from '../test/support/template.ts';
import { countTests, failures, leftOut, readResults, sum, testsNamed, type Counts } from './counts.ts';
import { installWitnesses } from './services/install.ts';
import { ensureServices, givenAddresses, type Services } from './services/services.ts';
import { installToken } from './services/token.ts';

interface Step {
  readonly command: readonly [string, ...string[]];
  /** Where vitest leaves its results; a step without them is one test, passed or failed by its exit code. */
  readonly results?: string;
}

const steps: readonly Step[] = [
  { command: ['npm', 'run', 'check'], results: 'out/tests/pure.json' },
  project('slow'),
  project('walks'),
  ...crashSteps(),
];

function project(name: string): Step {
  const results = `out/tests/${name}.json`;
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${results}`];
  return { command: ['npx', 'vitest', 'run', '--project', name, ...reporters], results };
}

/** Kills services of its own; where services are given, it may be that none can be installed. More rounds: npm run test:crash. */
function crashSteps(): readonly Step[] {
  if (givenAddresses(process.env) === undefined) {
    return [{ command: ['npx', 'tsx', 'test/crash/main.ts', '--rounds', '6', '--messages', '150'] }];
  }
  process.stdout.write('services are given: the crash test is left out\n');
  return [];
}

/** Ends the step under way, its whole process group; the steps after it are left out. */
const interruption = new AbortController();
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => interruption.abort());

process.exitCode = await main();

async function main(): Promise<number> {
  await rm('out/tests', { recursive: true, force: true });
  await installWitnesses();
  await installToken();
  const services = await ensureServices();
  const ends = await runAll(services).finally(() => cleanUp(services));
  await tellGaps();
  for (const name of ends.flatMap(({ failed }) => failed)) process.stdout.write(`failed: ${name}\n`);
  const { passed, failed } = sum(ends.map(({ counts }) => counts));
  if (interruption.signal.aborted) process.stdout.write('interrupted\n');
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
  if (interruption.signal.aborted) return 130;
  return failed === 0 ? 0 : 1;
}

/** How a step ended. */
interface End {
  readonly counts: Counts;
  readonly failed: readonly string[];
}

/** Every step, also after a failed one: the whole picture costs little more than the half. */
async function runAll(services: Services): Promise<readonly End[]> {
  const ends: End[] = [];
  for (const step of steps) {
    if (interruption.signal.aborted) break;
    ends.push(await endOf(step, await run(step, services)));
  }
  return ends;
}

async function endOf({ command, results }: Step, exitCode: number): Promise<End> {
  const found = results === undefined ? undefined : await readResults(results);
  const failed = failures(command.slice(1).join(' '), found, exitCode);
  if (results === undefined && exitCode === 0) return { counts: { passed: 1, failed: 0 }, failed };
  return { counts: countTests(found, exitCode), failed };
}

/** What nobody would miss otherwise: tests that were left out, and whether keys in hardware were tried at all. */
async function tellGaps(): Promise<void> {
  const results = await Promise.all(steps.flatMap((step) => step.results ?? []).map(readResults));
  for (const found of results) {
    const token = testsNamed(found, '(PKCS #11)');
    if (token.ran + token.leftOut > 0)
      process.stdout.write(`with a key in a token (PKCS #11): ${token.ran} ran, ${token.leftOut} left out\n`);
    for (const name of leftOut(found)) process.stdout.write(`left out: ${name}\n`);
  }
}

async function run({ command: [program, ...args] }: Step, services: Services): Promise<number> {
  const env = {
    ...process.env,
    DATABASE_URL: services.databaseUrl,
    AMQP_URL: services.amqpUrl,
    AMQP_MANAGEMENT_URL: services.managementUrl,
  };
  const child = spawn(program, args, { stdio: 'inherit', detached: true, env });
  const end = (): void => {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGTERM');
  };
  interruption.signal.addEventListener('abort', end);
  const [exitCode] = (await once(child, 'exit')) as [number | null];
  interruption.signal.removeEventListener('abort', end);
  return exitCode ?? 1;
}

async function cleanUp(services: Services): Promise<void> {
  await dropTemplate(services.databaseUrl);
  await services.destroy();
}
