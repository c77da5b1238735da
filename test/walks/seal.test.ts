import { createHash } from 'node:crypto';
import { afterAll, expect, test } from 'vitest';
import { openLog } from '../../adapters/log.ts';
import { act } from '../../hub/case/act.ts';
import { verifyPdf } from '../../signing/verify/verify-pdf.ts';
import { openGate, type Gate } from '../support/gate.ts';
import { useHub } from '../support/hub.ts';
import { reportIn } from '../support/reports.ts';
import { command, request } from '../support/requests.ts';
import { useSystems } from '../support/systems.ts';
import { useTables } from '../support/tables.ts';
import { until } from '../support/until.ts';
import { openHub } from '../../worker/hub.ts';

let gate: Gate | undefined;
const hub = useHub('seal', async () => {
  gate = await openGate();
  return { ...gate.environment, SIGNING_HTTP_ATTEMPTS: '1' };
});
const tables = useTables(hub);
const open = useSystems(hub);
afterAll(() => gate?.close());

test('while the time-stamp authority is away a report waits, and comes at its full level when it is back', async () => {
  gate?.shut();
  const german = await open('de-anerkennung');
  const sent = await german.send(request(german.id));
  await german.send(command(german.id, 'report.order', { case: sent, data: { kind: 'full' } }));
  await until('the authority has been asked again', () => (gate?.refused() ?? 0) >= 2);
  const asNew = 'report WHERE started_at IS NULL AND attempts = 0 AND issued_at IS NULL';
  await until('the order is back, as if never tried', async () => (await tables().count(asNew)) === 1);
  gate?.open();
  const news = await german.next('report.issued', { subject: sent.case ?? '', timeout: 40_000 });
  const pdf = reportIn(news.message.data);
  const options = { trust: gate === undefined ? [] : [gate.root], demand: 'B-LTA' } as const;
  expect(verifyPdf(pdf, options)).toMatchObject({ indication: 'TOTAL-PASSED', level: 'B-LTA' });
}, 90_000);

test('whoever holds a report can have it verified, and a changed byte is found', async () => {
  const german = await open('de-anerkennung');
  const sent = await german.send(request(german.id));
  await german.send(command(german.id, 'report.order', { case: sent, data: { kind: 'full' } }));
  const news = await german.next('report.issued', { subject: sent.case ?? '', timeout: 30_000 });
  const pdf = reportIn(news.message.data);
  expect(await verified(pdf)).toMatchObject({ indication: 'TOTAL-PASSED', level: 'B-LTA' });
  const changed = Buffer.from(pdf);
  changed[2000] = (changed[2000] ?? 0) ^ 1;
  expect(await verified(changed)).toMatchObject({
    indication: 'TOTAL-FAILED',
    subIndication: 'HASH_FAILURE',
  });
  const [row] = await tables().rows<{ id: string }>('SELECT id FROM report WHERE case_number = $1', [
    sent.case,
  ]);
  const answer = await fetch(new URL(`/verify/${row?.id ?? ''}`, hub().httpUrl));
  const sha256 = createHash('sha256').update(pdf).digest('hex');
  expect(await answer.json()).toEqual({ report: row?.id, sha256, issuedAt: expect.any(String) });
  expect((await fetch(new URL('/verify/nobody', hub().httpUrl))).status).toBe(404);
}, 60_000);

test('a report that has been issued is not issued again, and the second attempt leaves no trace', async () => {
  const before = await traces();
  const [row] = await tables().rows<{ id: string; case_number: string; authority: string }>(
    'SELECT id, case_number, authority FROM report WHERE issued_at IS NOT NULL LIMIT 1',
  );
  const { id = '', case_number: caseNumber = '', authority: to = '' } = row ?? {};
  const finished = {
    id,
    caseNumber,
    sha256: 'ab'.repeat(32),
    bytes: Buffer.from('other'),
    issuedAt: new Date().toISOString(),
  };
  const data = { report: id, sha256: finished.sha256, size: 5, to };
  const { config } = hub();
  const second = await openHub(config, openLog('silent', 'second'));
  const again = act(second.hub, {
    caseNumber,
    command: 'report.issue',
    data,
    along: () => ({ finished: [finished] }),
  });
  await expect(again).rejects.toMatchObject({ kind: 'REPORT_ISSUED' });
  await second.close();
  expect(await traces()).toEqual(before);
});

async function verified(pdf: Uint8Array): Promise<unknown> {
  const answer = await fetch(new URL('/verify?level=B-LTA', hub().httpUrl), {
    method: 'POST',
    headers: { 'content-type': 'application/pdf' },
    body: Buffer.from(pdf),
  });
  return answer.json();
}

async function traces(): Promise<readonly number[]> {
  const { count } = tables();
  // Deliveries of before are still being handed over, which leaves records of its own.
  const acts = "evidence WHERE kind = 'HubAction'";
  return [await count('case_event'), await count(acts), await count('delivery')];
}
