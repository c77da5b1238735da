import { setImmediate as turn } from 'node:timers/promises';
import { openReportPool } from '../../signing/pool.ts';
import { renderReport } from '../../signing/render/report.ts';
import { openGrade } from '../../signing/seal/open-grade.ts';
import { openSeal } from '../../signing/seal/open-seal.ts';
import { readPkcs12 } from '../../signing/seal/pkcs12.ts';
import type { Seal } from '../../signing/seal/seal.ts';
import { sealReport } from '../../signing/seal/seal-report.ts';
import type { Grade, SealLevel } from '../../signing/seal/seal-report.ts';
import { sampleReport } from '../../signing/support/sample-report.ts';
import { makeTrainingSeal } from '../../signing/training-seal.ts';
import type { AuthorityMessage } from '../../signing/training/authority-process.ts';
import { writePkcs12 } from '../../signing/training/pkcs12.ts';
import { naiveReport } from '../naive-report.ts';

/** Makes so many reports and says how long the last one is, in bytes. */
export type Run = (reports: number) => Promise<number>;

/** `plain` renders the same reports and does not seal them: the difference is what sealing costs. */
export type Work = { readonly whole: Run; readonly plain?: Run };

export type Contestant = {
  readonly about: string;
  readonly processors: 1 | 2;
  /** In a round, whole: about a second's work together with what is made plain. */
  readonly reports: number;
  readonly open: (authority: AuthorityMessage) => Promise<Work>;
};

const PASSPHRASE = 'training';
const report = sampleReport();

export const CONTESTANTS = {
  naive: { about: 'pdf-lib, @signpdf, node-forge', processors: 1, reports: 8, open: openNaive },
  rsa: { about: 'B-B, RSA-2048', processors: 1, reports: 160, open: () => openMade('rsa') },
  ec: { about: 'B-B, P-256', processors: 1, reports: 160, open: () => openMade('ec') },
  t: { about: 'B-T, P-256', processors: 1, reports: 80, open: (authority) => openGraded('B-T', authority) },
  lt: { about: 'B-LT, P-256', processors: 1, reports: 80, open: (authority) => openGraded('B-LT', authority) },
  lta: { about: 'B-LTA, P-256', processors: 1, reports: 80, open: (authority) => openGraded('B-LTA', authority) },
  pool1: { about: 'B-B, P-256, one thread', processors: 1, reports: 160, open: () => openPool(1) },
  pool2: { about: 'B-B, P-256, two threads', processors: 2, reports: 320, open: () => openPool(2) },
} satisfies Readonly<Record<string, Contestant>>; // prettier-ignore

export type Name = keyof typeof CONTESTANTS;

/** node-forge knows RSA alone, so it gets an RSA-2048 key and its certificate without the issuers. */
async function openNaive(): Promise<Work> {
  const training = makeTrainingSeal({ key: 'rsa', passphrase: PASSPHRASE });
  const { key } = readPkcs12(training.p12, PASSPHRASE);
  const p12 = writePkcs12({ key, certificates: [training.certificate] }, PASSPHRASE);
  return { whole: oneAfterTheOther(() => naiveReport(report, p12, PASSPHRASE)) };
}

async function openMade(key: 'rsa' | 'ec'): Promise<Work> {
  const seal = await openSeal(makeTrainingSeal({ key, passphrase: PASSPHRASE }));
  return sealed(seal, { level: 'B-B' });
}

async function openGraded(level: Exclude<SealLevel, 'B-B'>, authority: AuthorityMessage): Promise<Work> {
  const seal = await openSeal({ p12: Buffer.from(authority.p12, 'base64'), passphrase: PASSPHRASE });
  return sealed(seal, openGrade({ level, tsa: { url: authority.tsaUrl } }));
}

/** All are ordered at once, as they wait in a busy hour. */
async function openPool(threads: number): Promise<Work> {
  const pool = await openReportPool({
    threads,
    ...makeTrainingSeal({ key: 'ec', passphrase: PASSPHRASE }),
  });
  return {
    async whole(reports) {
      const made = Array.from({ length: reports }, () => pool.produce(report, sealing()));
      return (await Promise.all(made))[0]?.length ?? 0;
    },
  };
}

function sealed(seal: Seal, grade: Grade): Work {
  return {
    whole: oneAfterTheOther(async () =>
      sealReport(await renderReport(report), { seal, sealing: sealing(), ...grade }),
    ),
    plain: oneAfterTheOther(() => renderReport(report)),
  };
}

/** What a report leaves for the event loop's next turn, collecting garbage above all, is charged to this report. */
function oneAfterTheOther(work: () => Promise<Uint8Array>): Run {
  return async (reports) => {
    let bytes = 0;
    for (let count = 0; count < reports; count += 1) {
      bytes = (await work()).length;
      await turn();
    }
    return bytes;
  };
}

/** A time stamp must not be older than the claim. */
function sealing() {
  return { signedAt: new Date().toISOString(), name: report.issuer, reason: report.title.text };
}
