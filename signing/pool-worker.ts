import { move, workerData } from 'piscina';
import type { Report } from '../domain/reports/model.ts';
import { renderReport } from './render/report.ts';
import { openSeal } from './seal/open-seal.ts';
import { sealPdf } from './seal/seal-pdf.ts';
import type { Sealing } from './seal/seal.ts';

/** What a thread gets once, at its start. */
export type PoolSource = { readonly p12: Uint8Array; readonly passphrase: string };
/** What it gets for each report. */
export type ProduceTask = { readonly report: Report; readonly sealing: Sealing };

const seal = openSeal(workerData as PoolSource);

/** The finished file is moved to the asking thread, not copied. */
export default async function produce({ report, sealing }: ProduceTask): Promise<Uint8Array> {
  const pdf = await sealPdf(await renderReport(report), await seal, { name: report.issuer, ...sealing });
  return move(pdf) as unknown as Uint8Array;
}
