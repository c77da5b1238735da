import { fork } from 'node:child_process';
import { once } from 'node:events';
import { PDFDocument } from '@cantoo/pdf-lib';
import { renderReport } from '../signing/render/report.ts';
import { openSeal } from '../signing/seal/open-seal.ts';
import { readPkcs12 } from '../signing/seal/pkcs12.ts';
import { openGrade } from '../signing/seal/open-grade.ts';
import { sealPdf } from '../signing/seal/seal-pdf.ts';
import { LEVELS, sealReport } from '../signing/seal/seal-report.ts';
import type { Grade, SealLevel } from '../signing/seal/seal-report.ts';
import { sampleReport } from '../signing/support/sample-report.ts';
import { makeTrainingSeal } from '../signing/training-seal.ts';
import type { AuthorityMessage } from '../signing/training/authority-process.ts';
import { writePkcs12 } from '../signing/training/pkcs12.ts';
import { openReportPool } from '../signing/pool.ts';
import { naiveReport } from './naive-report.ts';

/**
 * Three-page reports a second of clock and of processor, beside the stack one finds first, interleaved in one run; then
 * what each level costs. The authority for time stamps and revocation runs in a process of its own, on loopback.
 */

const ROUNDS = 7;

type Contestant = {
  readonly name: string;
  readonly reports: number;
  readonly run: (reports: number) => Promise<unknown>;
};
type Rate = { readonly wall: number; readonly cpu: number };

const report = sampleReport();
const sealing = { signedAt: '2026-11-21T10:31:00Z', name: report.issuer, reason: report.title.text };
const training = makeTrainingSeal({ key: 'rsa', passphrase: 'training' });
const elliptic = makeTrainingSeal({ key: 'ec', passphrase: 'training' });
const [rsa, ec] = [await openSeal(training), await openSeal(elliptic)];
const { key } = readPkcs12(training.p12, training.passphrase);
// node-forge knows RSA alone, so it gets the key and its certificate without the issuers.
const single = writePkcs12({ key, certificates: [training.certificate] }, training.passphrase);
const rendered = await renderReport(report);
const authority = await startAuthority();
const levelled = await openSeal({ p12: Buffer.from(authority.p12, 'base64'), passphrase: 'training' });
const grades = LEVELS.map((level) => gradeOf(level));
const pools = [
  await openReportPool({ threads: 1, ...elliptic }),
  await openReportPool({ threads: 2, ...elliptic }),
];

const contestants: readonly Contestant[] = [
  {
    name: 'naive: pdf-lib, @signpdf, node-forge',
    reports: 3,
    run: repeat(() => naiveReport(report, single, training.passphrase)),
  },
  {
    name: 'ours, RSA: render and seal',
    reports: 60,
    run: repeat(async () => sealPdf(await renderReport(report), rsa, sealing)),
  },
  {
    name: 'ours, EC: render and seal',
    reports: 60,
    run: repeat(async () => sealPdf(await renderReport(report), ec, sealing)),
  },
  { name: 'ours: render alone', reports: 60, run: repeat(() => renderReport(report)) },
  { name: 'ours, EC: seal alone', reports: 200, run: repeat(() => sealPdf(rendered, ec, sealing)) },
  ...grades.flatMap((grade) => [
    {
      name: wholeAt(grade.level),
      reports: 30,
      run: repeat(async () => sealAt(await renderReport(report), grade)),
    },
    { name: sealAlone(grade.level), reports: 60, run: repeat(() => sealAt(rendered, grade)) },
  ]),
  ...pools.map((pool, index) => ({
    name: `ours, EC: pool of ${index + 1}`,
    reports: 120,
    run: (reports: number) =>
      Promise.all(Array.from({ length: reports }, () => pool.produce(report, sealing))),
  })),
];

function sealAt(pdf: Uint8Array, grade: Grade): Promise<Uint8Array> {
  const now = { ...sealing, signedAt: new Date().toISOString() };
  return sealReport(pdf, { seal: levelled, sealing: now, ...grade });
}

function gradeOf(level: SealLevel): Grade {
  return openGrade(level === 'B-B' ? { level } : { level, tsa: { url: authority.tsaUrl } });
}

function wholeAt(level: SealLevel): string {
  return `${level}: render and seal`;
}

function sealAlone(level: SealLevel): string {
  return `${level}: seal alone`;
}

async function startAuthority() {
  const file = new URL('../signing/training/authority-process.ts', import.meta.url);
  const child = fork(file, { execArgv: ['--import', 'tsx'] });
  const [message] = (await once(child, 'message')) as [AuthorityMessage];
  return { ...message, stop: () => child.disconnect() };
}

function repeat(work: () => Promise<unknown>): (reports: number) => Promise<void> {
  return async (reports) => {
    for (let count = 0; count < reports; count += 1) await work();
  };
}

async function measure({ reports, run }: Contestant): Promise<Rate> {
  const [cpu, start] = [process.cpuUsage(), performance.now()];
  await run(reports);
  const wall = performance.now() - start;
  const { user, system } = process.cpuUsage(cpu);
  return { wall: (1000 * reports) / wall, cpu: (1e6 * reports) / (user + system) };
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;
}

const rates = new Map(contestants.map(({ name }): [string, Rate[]] => [name, []]));
for (const contestant of contestants)
  await measure({ ...contestant, reports: Math.ceil(contestant.reports / 2) });
for (let round = 0; round < ROUNDS; round += 1) {
  for (const contestant of contestants) rates.get(contestant.name)?.push(await measure(contestant));
}
await Promise.all(pools.map((pool) => pool.close()));
authority.stop();

const results = [...rates].map(([name, values]) => ({
  name,
  wall: median(values.map(({ wall }) => wall)),
  cpu: median(values.map(({ cpu }) => cpu)),
}));
const naive = results[0];
const sealed = await sealPdf(rendered, ec, sealing);
const bytes = { ours: sealed.length, naive: (await naiveReport(report, single, training.passphrase)).length };
const pages = (await PDFDocument.load(rendered)).getPageCount();

process.stdout.write(
  `${pages} pages; ours ${bytes.ours} bytes, naive ${bytes.naive}; median of ${ROUNDS} rounds\n`,
);
process.stdout.write('reports/s   per cpu s   x naive (cpu)\n');
for (const { name, wall, cpu } of results) {
  const columns = [
    wall.toFixed(1).padStart(9),
    cpu.toFixed(1).padStart(11),
    (cpu / (naive?.cpu ?? 1)).toFixed(1).padStart(15),
  ];
  process.stdout.write(`${columns.join(' ')}   ${name}\n`);
}

const levels = LEVELS.map((level) => {
  const [whole, alone] = [perReport(wholeAt(level)), perReport(sealAlone(level))];
  return { level, ...whole, sealCpuMs: alone.cpuMs, sealShare: alone.cpuMs / whole.cpuMs };
});
process.stdout.write('\nms/report   cpu ms   sealing cpu ms   its share   level\n');
for (const { level, wallMs, cpuMs, sealCpuMs, sealShare } of levels) {
  const columns = [
    wallMs.toFixed(2).padStart(9),
    cpuMs.toFixed(2).padStart(8),
    sealCpuMs.toFixed(2).padStart(16),
    `${(100 * sealShare).toFixed(1)} %`.padStart(11),
  ];
  process.stdout.write(`${columns.join(' ')}   ${level}\n`);
}
process.stdout.write(`${JSON.stringify({ bench: 'signing', pages, bytes, results, levels })}\n`);

function perReport(name: string) {
  const found = results.find((result) => result.name === name);
  return { wallMs: 1000 / (found?.wall ?? Number.NaN), cpuMs: 1000 / (found?.cpu ?? Number.NaN) };
}
