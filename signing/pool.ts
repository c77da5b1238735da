import { Piscina } from 'piscina';
import type { Report } from '../domain/reports/model.ts';
import type { ContainedFile } from './asic/make-container.ts';
import { signingFault } from './fault.ts';
import type { Done, PoolSource, Task } from './pool-worker.ts';
import { openKey } from './seal/open-grade.ts';
import type { GradeSource, KeySource } from './seal/open-grade.ts';
import type { Sealing } from './seal/seal.ts';

export type ReportPool = {
  /**
   * The report as PDF, sealed at the pool's level. `TIME_STAMP_UNAVAILABLE` and other faults that pass (`isTemporary`)
   * mean: later.
   */
  readonly produce: (report: Report, sealing: Sealing) => Promise<Uint8Array>;
  /** Files in one container (ASiC-E), sealed at the pool's level. */
  readonly bind: (files: readonly ContainedFile[], signedAt: string) => Promise<Uint8Array>;
  /** The file with a further time stamp (`extendFile`), at a pool of level B-LT or B-LTA. */
  readonly extend: (file: Uint8Array) => Promise<Uint8Array>;
  /** When the certificate of its newest time stamp ends. */
  readonly stampsEndAt: (file: Uint8Array) => Promise<Date | undefined>;
  readonly close: () => Promise<void>;
};

/** The level is B-B unless a grade says otherwise. */
export type PoolOptions = KeySource & {
  readonly threads: number;
  readonly grade?: GradeSource;
  /** Certificates (DER) that the chains of what is extended may end in. */
  readonly trust?: readonly Uint8Array[];
};

/**
 * Of reports in one thread: one is worked on while the next lies ready, or the thread would stand still until this one had
 * handed it over. Where reports wait for their time stamps, others are rendered meanwhile.
 */
const AT_A_TIME = { waiting: 4, ready: 2 };

/**
 * Renders and seals in worker threads: a long report takes tens of milliseconds of processor, which messages must not wait
 * for. The seal is opened here first, so that a wrong passphrase stops the start and not the first report.
 */
export async function openReportPool(options: PoolOptions) {
  const { threads, grade = { level: 'B-B' }, trust = [], ...key } = options;
  await openKey(key);
  const pool = new Piscina<Task, Done>({
    filename: new URL(isSource() ? './pool-worker.ts' : './pool-worker.js', import.meta.url).href,
    execArgv: isSource() ? ['--import', 'tsx'] : [],
    workerData: { key, grade, trust } satisfies PoolSource,
    minThreads: threads,
    maxThreads: threads,
    concurrentTasksPerWorker: grade.level === 'B-B' ? AT_A_TIME.ready : AT_A_TIME.waiting,
  });
  const opened: ReportPool = {
    produce: async (report, sealing) => fileIn(await pool.run({ do: 'produce', report, sealing })),
    bind: async (files, signedAt) => fileIn(await pool.run({ do: 'bind', files, signedAt })),
    extend: async (file) => fileIn(await pool.run({ do: 'extend', file })),
    stampsEndAt: async (file) => endIn(await pool.run({ do: 'tell', file })),
    close: () => pool.close(),
  };
  return opened;
}

function fileIn(result: Done): Uint8Array {
  const done = withoutFault(result);
  if (done instanceof Uint8Array) return done;
  throw new TypeError('the thread gave no file');
}

function endIn(result: Done): Date | undefined {
  const done = withoutFault(result);
  return done instanceof Uint8Array ? undefined : done.endsAt;
}

function withoutFault(result: Done): Exclude<Done, { readonly fault: unknown }> {
  if ('fault' in result) throw signingFault(result.fault, result.message.replace(`${result.fault}: `, ''));
  return result;
}

/** Node 20 strips no types: from sources the threads need tsx, after a build they need nothing. */
function isSource(): boolean {
  return import.meta.url.endsWith('.ts');
}
