import { expect, test } from 'vitest';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readZip } from '../../signing/asic/read-zip.ts';
import { writeZip } from '../../signing/asic/write-zip.ts';
import { verifyContainer } from '../../signing/asic/verify-container.ts';
import type { Verification } from '../../hub/verification.ts';
import type { NationalSystem } from '../../connector/system.ts';
import { runCommand, type Answer } from '../support/command.ts';
import { useFolder, useHub } from '../support/hub.ts';
import { reportIn } from '../support/reports.ts';
import { command, request, requestData, YES } from '../support/requests.ts';
import { useSystems } from '../support/systems.ts';
import { verifiedAt } from '../support/verified.ts';
import { useTables } from '../support/tables.ts';
import { until } from '../support/until.ts';

const hub = useHub('dossier', { EVIDENCE_ROOT_SECONDS: '1' });
const tables = useTables(hub);
const folder = useFolder();
const open = useSystems(hub);

/** A request with a document, answered; both sides have a report of it, and the evidence is under a sealed root. */
async function play() {
  const [german, greek] = [await open('de-anerkennung'), await open('el-prosonta')];
  const attachment = Buffer.from('89504e470d0a1a0a', 'hex');
  const data = requestData({ comment: 'Bitte bald.', attachment });
  const sent = await german.send(request(german.id, data));
  const accepted = await greek.send(command(greek.id, 'request.accept', { case: sent }));
  const answers = { answers: [...YES.answers, { question: 'PQ-GQ-031', attachment: 'doc-1', value: { option: 'yes' } }] };
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

function roles({ contents = [] }: Verification): readonly string[] {
  return [...new Set(contents.map(({ role }) => role))].toSorted();
}

test('both sides get the dossier of what they may see, and it verifies offline', async () => {
  const { german, greek, on } = await play();
  const mine = await verifiedAt(hub().httpUrl, await dossierFor(german, on, 'full'));
  expect(mine.contents?.filter(({ indication }) => indication !== 'TOTAL-PASSED')).toEqual([]);
  expect(mine).toMatchObject({
    indication: 'TOTAL-PASSED',
    level: 'B-LTA',
    kind: 'dossier',
    dossier: { case: on.case },
  });
  expect(roles(mine)).toEqual([
    'case', 'certificate', 'chain of evidence', 'message received', 'message sent', 'receipt', 'report',
    'root of evidence', 'seal of a root',
  ]); // prettier-ignore

  const bare = await dossierFor(greek, on, 'fullWithoutPersonalData');
  const theirs = await verifiedAt(hub().httpUrl, bare);
  expect(theirs).toMatchObject({
    indication: 'TOTAL-PASSED',
    level: 'B-LTA',
    dossier: { personalData: false },
  });
  expect(roles(theirs)).not.toContain('message sent');
  const { files } = verifyContainer(bare, { trust: [hub().root] });
  expect(files.length).toBeGreaterThan(5);
  for (const { bytes } of files) {
    expect(Buffer.from(bytes).toString()).not.toContain('Musterfrau-Beispiel');
  }
}, 120_000);

test('the command line tells the same, and finds a changed byte', async () => {
  const { german, on } = await play();
  const file = await dossierFor(german, on, 'full');
  const good = await ask(file, 'dossier.asice');
  expect(good.said).toContain(`The dossier of the case ${on.case}`);
  expect(good.code).toBe(0);
  const bad = await ask(withChangedCase(file), 'changed.asice');
  expect(bad.said).toContain('HASH_FAILURE');
  expect(bad.code).toBe(1);
  // Wherever the container itself is no longer sound, nothing in it has been read: that is doubtful, and not called bad.
  const unsound = flippedAt(file, file.length - 300);
  expect(await ask(unsound, 'unsound.asice')).toMatchObject({
    code: 2,
    said: expect.stringContaining('not a readable container'),
  });
}, 120_000);

/** A sound container again, in which one byte of a signed file is another. */
function withChangedCase(file: Uint8Array): Uint8Array {
  const entries = readZip(file);
  if ('refused' in entries) throw new TypeError(entries.refused);
  return writeZip(
    entries.map(({ name, bytes }) => ({
      name,
      bytes: name === 'case.json' ? flippedAt(bytes, bytes.length - 10) : bytes,
    })),
  );
}

function flippedAt(bytes: Uint8Array, place: number): Uint8Array {
  const flipped = Buffer.from(bytes);
  flipped[place] = (flipped[place] ?? 0) ^ 1;
  return flipped;
}

function ask(file: Uint8Array, name: string): Promise<Answer> {
  const [path, root] = [join(folder(), name), join(folder(), 'root.cer')];
  writeFileSync(path, file);
  writeFileSync(root, hub().root);
  return runCommand('verify', [path, '--trust', root, '--level', 'B-LTA']);
}

test('it is fetched over HTTP like a report, and by nobody else', async () => {
  const { german, on } = await play();
  const file = await dossierFor(german, on, 'full');
  const [row] = await tables().rows<{ id: string }>(
    `SELECT id FROM report WHERE case_number = $1 AND kind = 'dossier'`,
    [on.case],
  );
  const listed = await fetch(new URL(`/api/v1/reports?case=${on.case}`, hub().httpUrl), {
    headers: as('de-anerkennung'),
  });
  expect(await listed.json()).toMatchObject({
    reports: [
      { id: row?.id, kind: 'dossier', progress: 'ready', size: file.length },
      { kind: 'full', progress: 'ready' },
    ],
  });
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
