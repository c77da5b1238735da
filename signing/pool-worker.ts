import { move, workerData } from 'piscina';
import type { Report } from '../domain/reports/model.ts';
import { isSigningFault } from './fault.ts';
import type { SigningFaultCode } from './fault.ts';
import { renderReport } from './render/report.ts';
import { openGrade, openKey } from './seal/open-grade.ts';
import type { GradeSource, KeySource } from './seal/open-grade.ts';
import { sealReport } from './seal/seal-report.ts';
import type { Sealing } from './seal/seal.ts';

/** What a thread gets once, at its start. */
export type PoolSource = { readonly key: KeySource; readonly grade: GradeSource };
/** What it gets for each report. */
export type ProduceTask = { readonly report: Report; readonly sealing: Sealing };
/** What it gives: an error on its way between threads would lose its code. */
export type Produced = Uint8Array | { readonly fault: SigningFaultCode; readonly message: string };

const source = workerData as PoolSource;
const seal = openKey(source.key);
const grade = openGrade(source.grade);

/** The finished file is moved to the asking thread, not copied. */
export default async function produce({ report, sealing }: ProduceTask): Promise<Produced> {
  try {
    const order = { seal: await seal, sealing: { name: report.issuer, ...sealing }, ...grade };
    const pdf = await sealReport(await renderReport(report), order);
    return move(pdf) as unknown as Uint8Array;
  } catch (error) {
    if (isSigningFault(error)) return { fault: error.code, message: error.message };
    throw error;
  }
}
