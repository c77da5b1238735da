import { Piscina } from 'piscina';
import type { Report } from '../domain/reports/model.ts';
import { signingFault } from './fault.ts';
import type { PoolSource, Produced, ProduceTask } from './pool-worker.ts';
import { openKey } from './seal/open-grade.ts';
import type { GradeSource, KeySource } from './seal/open-grade.ts';
import type { Sealing } from './seal/seal.ts';

export type ReportPool = {
  /**
   * The report as PDF, sealed at the pool's level. `TIME_STAMP_UNAVAILABLE` and other faults that pass (`isTemporary`)
   * mean: later.
   */
  readonly produce: (report: Report, sealing: Sealing) => Promise<Uint8Array>;
  readonly close: () => Promise<void>;
};

/** The level is B-B unless a grade says otherwise. */
export type PoolOptions = KeySource & { readonly threads: number; readonly grade?: GradeSource };

/** While one report waits for its time stamp, others are rendered in the same thread. */
const AT_A_TIME = 4;

/**
 * Renders and seals in worker threads: a long report takes tens of milliseconds of processor, which messages must not wait
 * for. The seal is opened here first, so that a wrong passphrase stops the start and not the first report.
 */
export async function openReportPool({ threads, grade = { level: 'B-B' }, ...key }: PoolOptions) {
  await openKey(key);
  const pool = new Piscina<ProduceTask, Produced>({
    filename: new URL(isSource() ? './pool-worker.ts' : './pool-worker.js', import.meta.url).href,
    execArgv: isSource() ? ['--import', 'tsx'] : [],
    workerData: { key, grade } satisfies PoolSource,
    minThreads: threads,
    maxThreads: threads,
    concurrentTasksPerWorker: grade.level === 'B-B' ? 1 : AT_A_TIME,
  });
  const opened: ReportPool = {
    produce: async (report, sealing) => produced(await pool.run({ report, sealing })),
    close: () => pool.close(),
  };
  return opened;
}

function produced(result: Produced): Uint8Array {
  if ('fault' in result) throw signingFault(result.fault, result.message.replace(`${result.fault}: `, ''));
  return result;
}

/** Node 20 strips no types: from sources the threads need tsx, after a build they need nothing. */
function isSource(): boolean {
  return import.meta.url.endsWith('.ts');
}
