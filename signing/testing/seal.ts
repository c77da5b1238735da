import { openRevocation } from '../revocation/open-revocation.ts';
import type { Grade, SealLevel } from '../seal/seal-report.ts';
import { sealReport } from '../seal/seal-report.ts';
import { openTsa } from '../timestamp/open-tsa.ts';
import { emptyPage } from './page.ts';
import { NOW } from './pki.ts';
import type { Name, TestPki } from './pki.ts';

export const SEALING = { signedAt: NOW.toISOString(), name: 'Hub', reason: 'Certified report' };

/** A second attempt, for a test may block this process until its idle connections have ended. */
const PATIENCE = { timeoutMs: 5000, attempts: 2, backOffMs: 10 };

/** The services of the PKI at some moment, as sealing asks them. */
export function servicesOf(test: TestPki, at: Date = NOW, tsa: Name = 'tsa') {
  test.setClock(at);
  const clock = () => at;
  return {
    tsa: openTsa({ url: `${test.url}/tsa/${tsa}`, trust: [test.root], patience: PATIENCE, clock }),
    revocation: openRevocation({ patience: PATIENCE, clock }),
  };
}

export function gradeOf(test: TestPki, level: SealLevel, tsa: Name = 'tsa'): Grade {
  const services = servicesOf(test, NOW, tsa);
  if (level === 'B-B') return { level };
  return level === 'B-T' ? { level, tsa: services.tsa } : { level, ...services };
}

/** An empty page sealed at NOW. */
export async function sealedPage(
  test: TestPki,
  level: SealLevel,
  by: { readonly signer?: Name; readonly tsa?: Name } = {},
): Promise<Buffer> {
  const { signer = 'signer', tsa = 'tsa' } = by;
  const order = { seal: test.seal(signer), sealing: SEALING, ...gradeOf(test, level, tsa) };
  return Buffer.from(await sealReport(emptyPage(), order));
}
