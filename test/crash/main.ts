import { fileURLToPath } from 'node:url';
import { readOptions, type Options } from './options.ts';
import type { Result } from './run.ts';

/**
 * `npm run test:crash -- [--seed n] [--rounds n] [--messages n] [--faults all]`: worker, broker and database are killed
 * (SIGKILL) at random moments under load; with `--faults all` lines fall silent, the database is read-only or locked, and
 * consumers are cancelled besides. Afterwards every message has its one receipt and its one effect, and every delivery
 * arrived.
 */
process.env['IMI_SERVICES_HOME'] ??= fileURLToPath(new URL('../../.services/crash', import.meta.url));

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => void interrupt());

// Exchanges that never came to their end would keep the process.
process.exit(await main(readOptions(process.argv.slice(2))));

async function main(options: Options): Promise<number> {
  const { seed, rounds, messages, faults } = options;
  print(
    `crash test: seed ${seed}, ${rounds} ${faults === 'all' ? 'kills and faults' : 'kills'}, about ${messages} messages`,
  );
  const begun = performance.now();
  // What it kills is chosen when the services' code is loaded.
  const { runCrashTest } = await import('./run.ts');
  try {
    const result = await runCrashTest(options, print);
    report(result, (performance.now() - begun) / 1000);
    return result.findings.every(({ broken }) => broken.length === 0) ? 0 : 1;
  } catch (error) {
    print(
      `failed, with seed ${seed}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
    return 1;
  }
}

/** What is killed on purpose must not outlive who kills it. */
async function interrupt(): Promise<void> {
  const { destroyServices } = await import('../../scripts/services/services.ts');
  await destroyServices();
  process.exit(130);
}

function report({ kills, ledger, findings }: Result, seconds: number): void {
  const victims = [...kills].map(([victim, count]) => `${victim} ${count}`).join(', ');
  const received = [...ledger.received.values()].reduce((sum, all) => sum + all.length, 0);
  print(`killed: ${victims}; ${seconds.toFixed(0)} s`);
  print(`messages: ${ledger.sent.size}, sent ${ledger.count()} times; deliveries received: ${received}`);
  for (const { promise, count, broken } of findings) {
    print(`${broken.length === 0 ? 'ok    ' : 'BROKEN'} ${promise}: ${count}`);
    for (const line of broken.slice(0, 10)) print(`         ${line}`);
    if (broken.length > 10) print(`         and ${broken.length - 10} more`);
  }
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
