import { expect, it } from 'vitest';
import { isTemporary } from './fault.ts';
import { openReportPool } from './pool.ts';
import { sampleReport } from './support/sample-report.ts';
import { makeTrainingSeal, startTrainingAuthority } from './training-seal.ts';
import { verifyPdf } from './verify/verify-pdf.ts';

const sealing = { signedAt: '2026-11-21T10:31:00Z', name: 'Hub', reason: 'Certified report' };

it('reports are rendered and sealed in threads of their own', async () => {
  const pool = await openReportPool({
    threads: 2,
    ...makeTrainingSeal({ key: 'ec', passphrase: 'training' }),
  });
  try {
    const files = await Promise.all([1, 2, 3].map(() => pool.produce(sampleReport(), sealing)));
    for (const file of files) expect(Buffer.from(file).toString('latin1', 0, 8)).toBe('%PDF-1.7');
  } finally {
    await pool.close();
  }
});

it('a training hub seals at level B-LTA offline, and waits when its authority is away', async () => {
  const authority = await startTrainingAuthority({ key: 'ec', passphrase: 'training' });
  const tsa = { url: authority.tsaUrl, trust: [authority.seal.root], patience: { attempts: 1 } };
  const pool = await openReportPool({ threads: 1, ...authority.seal, grade: { level: 'B-LTA', tsa } });
  const now = { ...sealing, signedAt: new Date().toISOString() };
  try {
    const file = await pool.produce(sampleReport(), now);
    expect(verifyPdf(file, { trust: [authority.seal.root], demand: 'B-LTA' })).toMatchObject({
      indication: 'TOTAL-PASSED',
      level: 'B-LTA',
    });
    await authority.close();
    const waiting = pool.produce(sampleReport(), now);
    await expect(waiting).rejects.toMatchObject({ code: 'TIME_STAMP_UNAVAILABLE' });
    await expect(waiting).rejects.toSatisfy(isTemporary);
  } finally {
    await authority.close();
    await pool.close();
  }
});

it('a report is extended in the same threads, and told when its stamps end', async () => {
  const authority = await startTrainingAuthority({ key: 'ec', passphrase: 'training' });
  const trust = [authority.seal.root];
  const tsa = { url: authority.tsaUrl, trust, patience: { attempts: 1 } };
  const grade = { level: 'B-LTA', tsa } as const;
  const pool = await openReportPool({ threads: 1, ...authority.seal, grade, trust });
  try {
    const file = await pool.produce(sampleReport(), { ...sealing, signedAt: new Date().toISOString() });
    expect(await pool.stampsEndAt(file)).toEqual(new Date('2049-12-31T00:00:00Z'));
    const extended = await pool.extend(file);
    const found = verifyPdf(extended, { trust, demand: 'B-LTA' });
    expect(found).toMatchObject({ indication: 'TOTAL-PASSED' });
    expect(found.timeStamps).toHaveLength(2);
    const odd = Buffer.from(file);
    odd[2000] = (odd[2000] ?? 0) ^ 1;
    await expect(pool.extend(odd)).rejects.toMatchObject({ code: 'SEAL_NOT_EXTENDABLE' });
    await authority.close();
    await expect(pool.extend(file)).rejects.toSatisfy(isTemporary);
  } finally {
    await authority.close();
    await pool.close();
  }
});

it('a wrong passphrase is noticed when the pool is opened', async () => {
  const { p12 } = makeTrainingSeal({ key: 'ec', passphrase: 'training' });
  await expect(openReportPool({ threads: 1, p12, passphrase: 'guess' })).rejects.toMatchObject({
    code: 'SEAL_UNREADABLE',
  });
});
