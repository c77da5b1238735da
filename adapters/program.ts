import { openLog } from './log.ts';
import { readConfig, type Config } from './config/config.ts';
import type { Log } from '../hub/ports.ts';

type Running = { stop(): Promise<void> };

/** Longest time that a stop may take before the process is ended all the same; the broker gives back what was left. */
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
    const running = await start(config, log);
    log.info({}, 'started');
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void end(running, log));
  } catch (error) {
    process.stderr.write(`${name}: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
    setTimeout(() => process.exit(1), 1000).unref();
  }
}

async function end(running: Running, log: Log): Promise<void> {
  log.info({}, 'stopping');
  setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref();
  await running.stop();
  log.info({}, 'stopped');
  process.exit(0);
}
