import { atMost } from '../hub/at-most.ts';
import { openLog } from './log.ts';
import { readConfig, type Config } from './config/config.ts';
import type { Log } from '../hub/ports/surroundings.ts';

/** Longest time that a stop waits for a start; much longer than one takes. */
const START_WITHIN_MS = 8000;

type Running = { stop(): Promise<void> };

/**
 * Longest time that a stop may take before the process is ended all the same; the broker gives back what was left. Only a bug
 * takes so long: whatever waits for database or broker while it stops has a limit of its own, and all of them together
 * are shorter.
 */
const STOP_WITHIN_MS = 25_000;

/**
 * Runs one program from configuration to graceful stop. A fault at the start is one clear line; a bug later ends the
 * process, because nobody knows what it has left half done, and whoever runs it starts it again.
 */
export async function runProgram(
  name: string,
  start: (config: Config, log: Log) => Promise<Running>,
): Promise<void> {
  try {
    const config = readConfig(process.env);
    const log = openLog(config.LOG_LEVEL, name);
    log.info({}, 'starting');
    const starting = start(config, log);
    let ending: Promise<void> | undefined;
    // Whoever asks twice is not told twice.
    for (const signal of ['SIGTERM', 'SIGINT'] as const)
      process.on(signal, () => void (ending ??= end(starting, log)));
    await starting;
    log.info({}, 'started');
  } catch (error) {
    process.stderr.write(`${name}: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
    setTimeout(() => process.exit(1), 1000).unref();
  }
}

/**
 * What is only starting may have taken its first messages already: it is let come to its start, and stopped then. Where that
 * takes long, something does not answer, and it has taken nothing.
 */
async function end(starting: Promise<Running>, log: Log): Promise<void> {
  log.info({}, 'stopping');
  setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref();
  let running: Running | undefined;
  const started = starting.then(
    (one) => (running = one),
    // Why it failed is told where it was begun.
    () => undefined,
  );
  await atMost(START_WITHIN_MS, started);
  await running?.stop();
  log.info({}, 'stopped');
  process.exit(0);
}
