import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openSeal } from '../../signing/seal/open-seal.ts';
import { sealReport } from '../../signing/seal/seal-report.ts';
import { openTsa } from '../../signing/timestamp/open-tsa.ts';
import { startTrainingAuthority, type TrainingAuthority } from '../../signing/training-seal.ts';
import { emptyPage } from '../../signing/testing/page.ts';
import { verifyPdf } from '../../signing/verify/verify-pdf.ts';
import { runCommand, type Answer } from '../../test/support/command.ts';

/** The command as it is called, against a training authority whose certificate ends with 2049. */
let authority: TrainingAuthority;
let sealed: Buffer;
let folder: string;

beforeAll(async () => {
  authority = await startTrainingAuthority({ key: 'ec', passphrase: 'training' });
  const sealing = { signedAt: new Date().toISOString(), name: 'Hub', reason: 'Certified report' };
  const tsa = openTsa({ url: authority.tsaUrl });
  const seal = await openSeal(authority.seal);
  sealed = Buffer.from(await sealReport(emptyPage(), { level: 'B-T', tsa, seal, sealing }));
});
afterAll(() => authority.close());
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'imi-hub-extend-'));
  writeFileSync(join(folder, 'report.pdf'), sealed);
  writeFileSync(join(folder, 'root.cer'), authority.seal.root);
  return () => rmSync(folder, { recursive: true });
});

function extend(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const env = { TSA_URL: authority.tsaUrl, TSA_TRUST: 'root.cer', ...environment };
  return runCommand('extend', args, { cwd: folder, env });
}

function read(name: string): Buffer {
  return readFileSync(join(folder, name));
}

function expectExtended(file: Buffer): void {
  expect(file.subarray(0, sealed.length).equals(sealed)).toBe(true);
  const found = verifyPdf(file, { trust: [authority.seal.root], demand: 'B-LTA' });
  expect(found).toMatchObject({ indication: 'TOTAL-PASSED', level: 'B-LTA' });
}

test('a report is lifted to level B-LTA beside the file, and to nowhere else', async () => {
  const { code, said, complained } = await extend(['report.pdf']);
  expect([code, complained]).toEqual([0, '']);
  expect(said).toMatch(
    /^report\.pdf: extended as report\.extended\.pdf; next time, extend it before 2049-12-31 \(in \d+ days\)\.\n$/,
  );
  expect(read('report.pdf').equals(sealed)).toBe(true);
  expectExtended(read('report.extended.pdf'));
  const again = await extend(['report.pdf']);
  expect(again.code).toBe(1);
  expect(again.complained).toContain('there is something at report.extended.pdf already');
}, 20_000);

test('several files go to a folder, and one that cannot be extended harms no other', async () => {
  const odd = Buffer.from(sealed);
  odd[100] = (odd[100] ?? 0) ^ 1;
  writeFileSync(join(folder, 'odd.pdf'), odd);
  writeFileSync(join(folder, 'page.html'), '<html>');
  const { code, said, complained } = await extend([
    'odd.pdf',
    'page.html',
    'none.pdf',
    'report.pdf',
    '--out',
    'new/er',
  ]);
  expect(code).toBe(1);
  expect(said).toContain('report.pdf: extended as new/er/report.pdf');
  const [first, second, third] = complained.split('\n');
  expect(first).toMatch(/^odd\.pdf: it does not verify, so nothing is gained by extending it: /);
  expect(second).toBe('page.html: it is no signed file that can be extended.');
  expect(third).toBe('none.pdf: There is no file none.pdf.');
  expect(readdirSync(join(folder, 'new/er'))).toEqual(['report.pdf']);
  expectExtended(read('new/er/report.pdf'));
}, 20_000);

test('with --in-place the file itself is replaced, also behind a link, and keeps its rights', async () => {
  chmodSync(join(folder, 'report.pdf'), 0o640);
  symlinkSync('report.pdf', join(folder, 'link.pdf'));
  expect((await extend(['link.pdf', '--in-place'])).code).toBe(0);
  expectExtended(read('report.pdf'));
  expect(statSync(join(folder, 'report.pdf')).mode & 0o777).toBe(0o640);
  expect(readdirSync(folder).toSorted()).toEqual(['link.pdf', 'report.pdf', 'root.cer']);
}, 20_000);

test('while the authority is away nothing is written, and the answer is: later', async () => {
  const { code, complained } = await extend(['report.pdf'], { TSA_URL: 'http://127.0.0.1:9/' });
  expect(code).toBe(2);
  expect(complained).toMatch(/^report\.pdf: there is no time stamp to be had now: 127\.0\.0\.1:9: /);
  expect(readdirSync(folder).toSorted()).toEqual(['report.pdf', 'root.cer']);
}, 20_000);

test('who is not trusted does not become so by a new time stamp', async () => {
  const stranger = await startTrainingAuthority({ key: 'ec', passphrase: 'training' });
  await stranger.close();
  writeFileSync(join(folder, 'stranger.cer'), stranger.seal.root);
  const { code, complained } = await extend(['report.pdf', '--tsa-trust', 'stranger.cer']);
  expect([code, complained]).toEqual([1, expect.stringContaining('does not lead to anybody who is trusted')]);
}, 20_000);

test('when a file must be extended is told without asking anybody', async () => {
  writeFileSync(join(folder, 'page.html'), '<html>');
  const nobody = { TSA_URL: '', TSA_TRUST: '' };
  const { code, said } = await extend(['report.pdf', '--when'], nobody);
  expect([code, said]).toEqual([
    0,
    expect.stringMatching(/^report\.pdf: extend it before 2049-12-31 \(in \d+ days\)\.\n$/),
  ]);
  expect((await extend(['report.pdf', 'page.html', '--when'], nobody)).code).toBe(1);
  expect(readdirSync(folder)).toHaveLength(3);
}, 20_000);

test('what is not asked aright is answered with the usage', async () => {
  const answers = [await extend([]), await extend(['report.pdf'], { TSA_TRUST: 'nowhere.pem' })];
  expect(answers.map(({ code }) => code)).toEqual([3, 3]);
  expect(answers[0]?.complained).toContain('usage: extend');
  expect(answers[1]?.complained).toContain('nowhere.pem');
  expect((await extend(['--help'])).code).toBe(0);
}, 20_000);
