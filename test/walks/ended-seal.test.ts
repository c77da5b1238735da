import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { startTestPki } from '../../signing/testing/pki.ts';
import { writePkcs12 } from '../../signing/training/pkcs12.ts';
import { useHub } from '../support/hub.ts';
import { command, request } from '../support/requests.ts';
import { useSystems } from '../support/systems.ts';
import { useTables } from '../support/tables.ts';
import { until } from '../support/until.ts';

const folder = mkdtempSync(join(tmpdir(), 'imi-hub-ended-seal-'));
const PASSPHRASE = 'invented';
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const hub = useHub('ended-seal', async () => {
  const authority = await startTestPki();
  const { key, certificate } = authority.pki.expiredSigner;
  const certificates = [certificate, authority.pki.issuing.certificate];
  const file = join(folder, 'ended.p12');
  writeFileSync(file, writePkcs12({ key, certificates }, PASSPHRASE));
  await authority.close();
  return { HUB_SEAL_P12: file, HUB_SEAL_PASSPHRASE: PASSPHRASE, HUB_SEAL_LEVEL: 'B-B' };
});
const tables = useTables(hub);
const open = useSystems(hub);

test('with a seal that has ended messages go on, and a report waits: nothing is issued, and everybody is told why', async () => {
  const german = await open('de-anerkennung');
  const sent = await german.send(request(german.id));
  expect(sent.outcome).toBe('accepted');
  await german.send(command(german.id, 'report.order', { case: sent, data: { kind: 'full' } }));
  const asNew = 'report WHERE attempts = 0 AND issued_at IS NULL';
  await until('the order has been tried and given back', async () => {
    const text = await textAt('/metrics');
    return /imi_reports_total\{outcome="waits"\} [1-9]/.test(text) && (await tables().count(asNew)) === 1;
  });
  expect(await ask('/api/v1/reports', german.id)).toMatchObject({
    reports: [{ progress: 'waiting', waitsFor: expect.stringContaining('2026-01-01') }],
  });
  expect(await ask('/health/ready')).toMatchObject({ status: 'up', seals: [{ seal: 'reports' }] });
  expect(await textAt('/metrics')).toMatch(/imi_seal_ends_seconds\{seal="reports"\} -\d/);
  expect(await textAt('/metrics')).not.toContain('imi_reports_total{outcome="issued"}');
});

async function ask(path: string, system?: string): Promise<unknown> {
  return JSON.parse(await textAt(path, system));
}

async function textAt(path: string, system?: string): Promise<string> {
  const secret = `${system}:${hub().credentials.get(system ?? '') ?? ''}`;
  const headers = { authorization: `Basic ${Buffer.from(secret).toString('base64')}` };
  const { httpUrl, operationsUrl } = hub();
  const answer = await fetch(
    new URL(path, path === '/metrics' ? operationsUrl : httpUrl),
    system === undefined ? {} : { headers },
  );
  return answer.text();
}
