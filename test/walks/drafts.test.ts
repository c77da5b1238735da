import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { isRecord } from '../../connector/message.ts';
import type { Delivery } from '../../connector/system.ts';
import { isMissing, runProgram } from '../../signing/support/programs.ts';
import { useFolder, useHub } from '../support/hub.ts';
import { reportIn } from '../support/reports.ts';
import { command, request, requestData } from '../support/requests.ts';
import { useSystems } from '../support/systems.ts';
import { useTables } from '../support/tables.ts';

const hub = useHub('drafts');
const tables = useTables(hub);
const folder = useFolder();
const open = useSystems(hub);

const DIPLOMA = readFileSync('training/diploma.png');
const FIRST_WORDS = 'Πρόχειρη διατύπωση';
/** What is in the draft in the evening: not all of it will be sent. */
const { deadline: _, ...EVENING } = requestData({ country: 'BG', comment: FIRST_WORDS, attachment: DIPLOMA });

test.skipIf(isMissing('pdftotext'))(
  'a draft is saved, saved again, reported, and sent; before that nobody else learns of it, and after it nothing of it',
  async () => {
    const [greek, bulgarian] = [await open('el-prosonta'), await open('bg-kvalifikatsii')];
    const begun = await greek.send({ ...request(greek.id, { area: 'PQ' }), ...typed('request.save') });
    expect(begun).toMatchObject({ outcome: 'accepted', status: 'draft', version: 1 });
    const saved = await greek.send(command(greek.id, 'request.save', { case: begun, data: EVENING }));
    expect(saved).toMatchObject({ outcome: 'accepted', status: 'draft', version: 2, case: begun.case });

    // Whoever tries learns no more than of a case that does not exist.
    for (const [name, data] of [['request.accept', {}], ['request.save', EVENING], ['report.order', { kind: 'full' }]] as const) {
      const tried = await bulgarian.send(command(bulgarian.id, name, { case: saved, data }));
      expect(tried.faults?.map(({ code }) => code)).toEqual(['CASE_UNKNOWN']);
    }
    const coordinator = await open('el-syntonismos');
    const order = command(coordinator.id, 'report.order', { case: saved, data: { kind: 'fullWithoutPersonalData' } });
    const asked = await coordinator.send({ ...order, authority: 'EL-T-SYNTONISMOS' });
    expect(asked.faults?.map(({ code }) => code)).toEqual(['CASE_UNKNOWN']);

    const page = await pageOf(greek, { case: saved, data: { kind: 'full' } });
    for (const words of ['Προσχέδιο – δεν έχει σταλεί', 'Musterfrau-Beispiel', FIRST_WORDS, 'diploma-mia.png'])
      expect(page).toContain(words);
    expect(await told(saved.case)).toEqual(['el-prosonta']);

    const whole = requestData({ country: 'BG', comment: 'Ερώτηση' });
    const sent = await greek.send(command(greek.id, 'request.send', { case: saved, data: whole }));
    expect(sent).toMatchObject({ outcome: 'accepted', status: 'awaitingAcceptance', case: begun.case, version: 3 });
    const arrived = await bulgarian.next('request.arrived', { subject: begun.case ?? '' });
    expect(bulgarian.received.filter(({ message }) => message.type !== 'receipt')).toEqual([arrived]);
    expect(shownIn(arrived)).toMatchObject({ status: 'awaitingAcceptance', attachments: [] });
    expect(historyOf(arrived)).toEqual(['request.sent']);
    expect(JSON.stringify(arrived.message)).not.toContain(FIRST_WORDS);
  },
  120_000,
); // prettier-ignore

test('a coordinator that is linked has a report of a request for which nobody has been chosen yet', async () => {
  const [greek, coordinator] = [await open('el-prosonta'), await open('bg-koordinatsia')];
  const sent = await greek.send(request(greek.id, requestData({ country: 'BG' })));
  const order = (kind: string) => ({
    ...command(coordinator.id, 'report.order', { case: sent, data: { kind } }),
    authority: 'BG-T-KOORDINATSIA',
  });
  const refused = await coordinator.send(order('full'));
  expect(refused.faults?.map(({ code }) => code)).toEqual(['REPORT_KIND_NOT_ALLOWED']);
  expect((await coordinator.send(order('fullWithoutPersonalData'))).outcome).toBe('accepted');
  const news = await coordinator.next('report.issued', { subject: sent.case ?? '', timeout: 30_000 });
  expect(reportIn(news.message.data).subarray(0, 5).toString()).toBe('%PDF-');
}, 60_000);

test('a deleted draft stays deleted, and was told to nobody', async () => {
  const greek = await open('el-prosonta');
  const begun = await greek.send({ ...request(greek.id, EVENING), ...typed('request.save') });
  const gone = await greek.send(command(greek.id, 'request.discard', { case: begun }));
  expect(gone).toMatchObject({ outcome: 'accepted', status: 'discarded', version: 2 });
  for (const name of ['request.save', 'request.send']) {
    const again = await greek.send(command(greek.id, name, { case: gone, data: requestData({ country: 'BG' }) }));
    expect(again.faults?.map(({ code }) => code)).toEqual(['WRONG_STATUS']);
  }
  expect(await told(begun.case)).toEqual([]);
}); // prettier-ignore

function typed(type: string) {
  return { type, dataschema: `urn:imi-hub:schema:1.0:${type}` };
}

/** The systems that have been told anything of the case, receipts apart. */
async function told(number: string | undefined): Promise<readonly string[]> {
  const rows = await tables().rows<{ system: string }>(
    'SELECT DISTINCT system FROM delivery WHERE case_number = $1 AND message_id IS NULL',
    [number],
  );
  return rows.map(({ system }) => system);
}

type Ordering = Parameters<typeof command>[2];

async function pageOf(system: Awaited<ReturnType<typeof open>>, on: Ordering): Promise<string> {
  const ordered = await system.send(command(system.id, 'report.order', on));
  expect(ordered.outcome).toBe('accepted');
  const news = await system.next('report.issued', { subject: on.case.case ?? '', timeout: 30_000 });
  const path = join(folder(), 'draft.pdf');
  writeFileSync(path, reportIn(news.message.data));
  return runProgram('pdftotext', ['-layout', path, '-']);
}

function shownIn({ message }: Delivery): Readonly<Record<string, unknown>> {
  const shown = isRecord(message.data) ? message.data['case'] : undefined;
  return isRecord(shown) ? shown : {};
}

function historyOf(delivery: Delivery): readonly unknown[] {
  const { history } = shownIn(delivery);
  return Array.isArray(history) ? history.map((step: unknown) => (isRecord(step) ? step['event'] : step)) : [];
} // prettier-ignore
