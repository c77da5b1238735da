import { openReportPool } from '../../signing/pool.ts';
import { renderReport } from '../../signing/render/report.ts';
import { openSeal } from '../../signing/seal/open-seal.ts';
import { sealPdf } from '../../signing/seal/seal-pdf.ts';
import { sampleReport } from '../../signing/support/sample-report.ts';
import { makeTrainingSeal } from '../../signing/training-seal.ts';

/** Bytes that the process holds after so many reports; heap and buffers are the main thread's, `rss` all threads'. */
export type Reading = {
  readonly reports: number;
  readonly rss: number;
  readonly heapUsed: number;
  readonly external: number;
};
export type MemoryOrder = {
  readonly way: 'direct' | 'pool';
  readonly warming: number;
  readonly reports: number;
  readonly step: number;
};

const report = sampleReport();
const sealing = { signedAt: '2026-11-21T10:31:00Z', name: report.issuer, reason: report.title.text };
const training = makeTrainingSeal({ key: 'ec', passphrase: 'training' });

process.once('message', (order: MemoryOrder) => {
  void run(order);
});
process.once('disconnect', () => process.exit());

async function run({ way, warming, reports, step }: MemoryOrder): Promise<void> {
  const make = way === 'pool' ? await openPooled() : await openDirect();
  for (let made = 0; made < warming; made += step) await make(step);
  const readings = [await read(0)];
  for (let made = step; made <= reports; made += step) {
    await make(step);
    readings.push(await read(made));
  }
  process.send?.(readings);
}

async function openDirect() {
  const seal = await openSeal(training);
  return async (count: number) => {
    for (let made = 0; made < count; made += 1) await sealPdf(await renderReport(report), seal, sealing);
  };
}

/** Two threads, whatever the processors; every file is handed to the main thread, as the worker gets it. */
async function openPooled() {
  const pool = await openReportPool({ threads: 2, ...training });
  return async (count: number) => {
    await Promise.all(Array.from({ length: count }, () => pool.produce(report, sealing)));
  };
}

/** What finalizers let go is free only after a second collection. */
async function read(reports: number): Promise<Reading> {
  if (globalThis.gc === undefined) throw new TypeError('started without --expose-gc');
  for (let turn = 0; turn < 3; turn += 1) {
    await globalThis.gc({ type: 'major', execution: 'async' });
    await new Promise((resolve) => setImmediate(resolve));
  }
  const { rss, heapUsed, external } = process.memoryUsage();
  return { reports, rss, heapUsed, external };
}
