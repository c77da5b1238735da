import { expect, it } from 'vitest';
import { openReportPool } from './pool.ts';
import { sampleReport } from './support/sample-report.ts';
import { makeTrainingSeal } from './training-seal.ts';

const sealing = { signedAt: '2026-11-21T10:31:00Z', name: 'Hub', reason: 'Certified report' };

it('reports are rendered and sealed in threads of their own', { timeout: 20_000 }, async () => {
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

it('a wrong passphrase is noticed when the pool is opened', async () => {
  const { p12 } = makeTrainingSeal({ key: 'ec', passphrase: 'training' });
  await expect(openReportPool({ threads: 1, p12, passphrase: 'guess' })).rejects.toMatchObject({
    code: 'SEAL_UNREADABLE',
  });
});
