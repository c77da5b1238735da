import { readFileSync } from 'node:fs';
import type { Config } from '../adapters/config/config.ts';
import { hubFault } from '../hub/faults.ts';
import type { Press } from '../hub/reports.ts';
import { openReportPool } from '../signing/pool.ts';

export type OpenPress = Press & { close(): Promise<void> };

/** The press with the hub's seal; a worker that cannot seal does not start. */
export async function openPress(config: Config): Promise<OpenPress> {
  const {
    HUB_SEAL_P12: file,
    HUB_SEAL_PASSPHRASE: passphrase = '',
    HUB_NAME: name,
    REPORT_THREADS: threads,
  } = config;
  if (file === undefined)
    throw hubFault('CONFIGURATION', 'HUB_SEAL_P12 is missing: the worker makes sealed reports.');
  const pool = await openReportPool({ threads, p12: readFileSync(file), passphrase });
  return {
    produce: (report, sealing) => pool.produce(report, { ...sealing, name }),
    close: () => pool.close(),
  };
}
