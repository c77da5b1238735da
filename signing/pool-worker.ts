import { move, workerData } from 'piscina';
import type { Report } from '../domain/reports/model.ts';
import { makeContainer } from './asic/make-container.ts';
import type { ContainedFile } from './asic/make-container.ts';
import { extendFile, fileStampsEndAt } from './extend.ts';
import { isSigningFault, signingFault } from './fault.ts';
import type { SigningFaultCode } from './fault.ts';
import { renderReport } from './render/report.ts';
import { openGrade, openKey } from './seal/open-grade.ts';
import type { GradeSource, KeySource } from './seal/open-grade.ts';
import { demandValid } from './seal/period.ts';
import { sealReport } from './seal/seal-report.ts';
import type { Seal, Sealing } from './seal/seal.ts';

/** What a thread gets once, at its start. */
export type PoolSource = {
  readonly key: KeySource;
  readonly grade: GradeSource;
  readonly trust: readonly Uint8Array[];
};
/** What it gets for each file. */
export type Task = ProduceTask | BindTask | ExtendTask | { readonly do: 'tell'; readonly file: Uint8Array };
type ProduceTask = { readonly do: 'produce'; readonly report: Report; readonly sealing: Sealing };
type BindTask = {
  readonly do: 'bind';
  readonly files: readonly ContainedFile[];
  readonly signedAt: string;
};
type ExtendTask = { readonly do: 'extend'; readonly file: Uint8Array };
/** What it gives: an error on its way between threads would lose its code. */
export type Done =
  | Uint8Array
  | { readonly endsAt: Date | undefined }
  | { readonly fault: SigningFaultCode; readonly message: string };

const source = workerData as PoolSource;
const seal = openKey(source.key);
const grade = openGrade(source.grade);

/** A finished file is moved to the asking thread, not copied. */
export default async function work(task: Task): Promise<Done> {
  try {
    if (task.do === 'tell') return { endsAt: fileStampsEndAt(task.file) };
    return move(await made(task)) as unknown as Uint8Array;
  } catch (error) {
    if (isSigningFault(error)) return { fault: error.code, message: error.message };
    throw error;
  }
}

function made(task: ProduceTask | BindTask | ExtendTask): Promise<Uint8Array> {
  if (task.do === 'produce') return produce(task);
  return task.do === 'bind' ? bind(task) : extend(task);
}

async function bind({ files, signedAt }: BindTask): Promise<Uint8Array> {
  return makeContainer(files, { seal: await sealAt(signedAt), signedAt, ...grade });
}

async function produce({ report, sealing }: ProduceTask): Promise<Uint8Array> {
  const order = {
    seal: await sealAt(sealing.signedAt),
    sealing: { name: report.issuer, ...sealing },
    ...grade,
  };
  return sealReport(await renderReport(report), order);
}

/** Before anything is made: nothing may be issued that no verifier accepts. */
async function sealAt(signedAt: string): Promise<Seal> {
  const opened = await seal;
  demandValid(opened, signedAt);
  return opened;
}

async function extend({ file }: ExtendTask): Promise<Uint8Array> {
  if (grade.level === 'B-B' || grade.level === 'B-T')
    throw signingFault('SEAL_NOT_EXTENDABLE', 'there is nobody to ask for revocation data');
  return extendFile(file, { ...grade, trust: source.trust });
}
