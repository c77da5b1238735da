import { expect, test } from 'vitest';
import { compileCodecs } from '../../adapters/codecs/codecs.ts';
import { makeBook } from '../../schemas/catalogue.ts';
import { verifyContainer } from '../../signing/asic/verify-container.ts';
import { verifyDossier, type DossierVerification } from '../../signing/dossier/verify-dossier.ts';
import type { NationalSystem } from '../../connector/system.ts';
import { useHub } from '../support/hub.ts';
import { reportIn } from '../support/reports.ts';
import { command, request, requestData, YES } from '../support/requests.ts';
import { useSystems } from '../support/systems.ts';
import { useTables } from '../support/tables.ts';
import { until } from '../support/until.ts';

const hub = useHub('dossier', { EVIDENCE_ROOT_SECONDS: '1' });
const tables = useTables(hub);
const open = useSystems(hub);
const codecs = compileCodecs(makeBook());

/** A request with a document, answered; both sides have a report of it, and the evidence is under a sealed root. */
async function play() {
  const [german, greek] = [await open('de-anerkennung'), await open('el-prosonta')];
  const attachment = Buffer.from('89504e470d0a1a0a', 'hex');
  const data = requestData({ comment: 'Bitte bald.', attachment });
  const sent = await german.send(request(german.id, data));
  const accepted = await greek.send(command(greek.id, 'request.accept', { case: sent }));
  const answers = { answers: [...YES.answers, { question: 'PQ-GQ-031', attachment: 'diploma', value: { option: 'yes' } }] };
  await greek.send(command(greek.id, 'request.accept', { case: sent }));
  const replied = await greek.send(command(greek.id, 'request.reply', { case: accepted, data: answers }));
  expect(replied.outcome).toBe('accepted');
  await german.send(command(german.id, 'report.order', { case: replied, data: { kind: 'full' } }));
  await german.next('report.issued', { subject: sent.case ?? '', timeout: 30_000 });
  await until('the evidence is under a sealed root', async () => {
    const covered = 'evidence_root r JOIN evidence_root_head h USING (number) WHERE h.chain = $1 AND r.sealed_at IS NOT NULL';
    return (await tables().count(covered, [sent.case])) > 0;
  });
  return { german, greek, on: replied };
} // prettier-ignore

async function dossierFor(system: NationalSystem, on: { readonly case?: string; readonly version?: number }, kind: string) {
  const ordered = await system.send(command(system.id, 'dossier.order', { case: on, data: { kind } }));
  expect(ordered).toMatchObject({ outcome: 'accepted' });
  const news = await system.next('report.issued', { subject: on.case ?? '', timeout: 30_000 });
  expect(news.message.data).toMatchObject({ report: { mediaType: 'application/vnd.etsi.asic-e+zip' } });
  return reportIn(news.message.data);
} // prettier-ignore

function verified(file: Uint8Array): DossierVerification {
  const trust = [hub().root];
  const container = verifyContainer(file, { trust, demand: 'B-LTA' });
  return verifyDossier(container, { trust }, {
    ...codecs,
    readMessage(bytes) {
      const decoded = codecs.decode(bytes, undefined);
      return 'message' in decoded ? decoded.message : undefined;
    },
  });
} // prettier-ignore

function roles({ contents }: DossierVerification): readonly string[] {
  return [...new Set(contents.map(({ role }) => role))].toSorted();
}

test('both sides get the dossier of what they may see, and it verifies offline', async () => {
  const { german, greek, on } = await play();
  const mine = verified(await dossierFor(german, on, 'full'));
  expect(mine.contents.filter(({ indication }) => indication !== 'TOTAL-PASSED')).toEqual([]);
  expect(mine).toMatchObject({ indication: 'TOTAL-PASSED', level: 'B-LTA', about: { case: on.case } });
  expect(roles(mine)).toEqual([
    'case', 'certificate', 'chain of evidence', 'message received', 'message sent', 'receipt', 'report',
    'root of evidence', 'seal of a root',
  ]); // prettier-ignore

  const theirs = verified(await dossierFor(greek, on, 'fullWithoutPersonalData'));
  expect(theirs).toMatchObject({
    indication: 'TOTAL-PASSED',
    level: 'B-LTA',
    about: { personalData: false },
  });
  expect(roles(theirs)).not.toContain('message sent');
  for (const { bytes } of theirs.files) {
    expect(Buffer.from(bytes).toString()).not.toContain('Musterfrau-Beispiel');
  }
}, 120_000);

test('it is fetched over HTTP like a report, and by nobody else', async () => {
  const { german, on } = await play();
  const file = await dossierFor(german, on, 'full');
  const [row] = await tables().rows<{ id: string }>(
    `SELECT id FROM report WHERE case_number = $1 AND kind = 'dossier'`,
    [on.case],
  );
  const answer = await fetch(new URL(`/api/v1/reports/${row?.id}`, hub().httpUrl), {
    headers: as('de-anerkennung'),
  });
  expect(answer.status === 200 ? '' : await answer.text()).toBe('');
  expect(answer.headers.get('content-type')).toBe('application/vnd.etsi.asic-e+zip');
  expect(answer.headers.get('content-disposition')).toMatch(/\.asice"$/);
  expect(Buffer.from(await answer.arrayBuffer()).equals(file)).toBe(true);
  const stranger = await fetch(new URL(`/api/v1/reports/${row?.id}`, hub().httpUrl), {
    headers: as('fr-titres'),
  });
  expect(stranger.status).toBe(404);
}, 120_000);

function as(system: string): Record<string, string> {
  const secret = hub().credentials.get(system) ?? '';
  return { authorization: `Basic ${Buffer.from(`${system}:${secret}`).toString('base64')}` };
}
