import { Piscina } from 'piscina';
import type { Report } from '../domain/reports/model.ts';
import type { PoolSource, ProduceTask } from './pool-worker.ts';
import { openSeal } from './seal/open-seal.ts';
import type { Sealing } from './seal/seal.ts';

export type ReportPool = {
  /** The report as sealed PDF. */
  readonly produce: (report: Report, sealing: Sealing) => Promise<Uint8Array>;
  readonly close: () => Promise<void>;
};

/**
 * Renders and seals in worker threads: a long report takes tens of milliseconds of processor, which messages must not wait
 * for. The seal is opened here first, so that a wrong passphrase stops the start and not the first report.
 */
export async function openReportPool({ threads, ...source }: PoolSource & { readonly threads: number }) {
  await openSeal(source);
  const pool = new Piscina<ProduceTask, Uint8Array>({
    filename: new URL(isSource() ? './pool-worker.ts' : './pool-worker.js', import.meta.url).href,
    execArgv: isSource() ? ['--import', 'tsx'] : [],
    workerData: source,
    minThreads: threads,
    maxThreads: threads,
  });
  const opened: ReportPool = {
    produce: (report, sealing) => pool.run({ report, sealing }),
    close: () => pool.close(),
  };
  return opened;
}

/** Node 20 strips no types: from sources the threads need tsx, after a build they need nothing. */
function isSource(): boolean {
  return import.meta.url.endsWith('.ts');
}
