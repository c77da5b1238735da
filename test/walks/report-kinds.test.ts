import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { isMissing, runProgram } from '../../signing/support/programs.ts';
import { useFolder, useHub } from '../support/hub.ts';
import { reportIn } from '../support/reports.ts';
import { command, request, requestData } from '../support/requests.ts';
import { useSystems } from '../support/systems.ts';
import { useTables } from '../support/tables.ts';

const hub = useHub('report-kinds');
const tables = useTables(hub);
const folder = useFolder();
const open = useSystems(hub);

const ORDERS = [
  { kind: 'full' },
  { kind: 'fullWithoutPersonalData', language: 'fi' },
  { kind: 'custom', parts: ['questions', 'documents'], language: 'el' },
  { kind: 'dataSubject', language: 'bg' },
  { kind: 'consent', language: 'fr' },
] as const;
const PERSONAL = new Set(['full', 'dataSubject', 'consent']);

test.skipIf(isMissing('pdftotext') || isMissing('pdfdetach'))(
  'every kind of report is made, delivered, and shows on the page and in its data what it may',
  async () => {
    const german = await open('de-anerkennung');
    const sent = await german.send(request(german.id, requestData({ comment: 'Seit wann?' })));
    for (const data of ORDERS) {
      const ordered = await german.send(command(german.id, 'report.order', { case: sent, data }));
      expect(ordered.outcome).toBe('accepted');
      const news = await german.next('report.issued', { subject: sent.case ?? '', timeout: 30_000 });
      const { page, data: embedded } = read(reportIn(news.message.data), data.kind);
      expect(page).toContain(sent.case);
      expect(page.includes('Musterfrau-Beispiel')).toBe(PERSONAL.has(data.kind));
      for (const file of embedded) {
        expect(file.includes('Musterfrau-Beispiel')).toBe(PERSONAL.has(data.kind));
        expect(file.includes('Seit wann?')).toBe(data.kind !== 'custom');
      }
    }
    const { rows } = await tables().client.query('SELECT kind, parts FROM report ORDER BY ordered_at');
    expect(rows).toEqual(ORDERS.map((one) => ({ kind: one.kind, parts: 'parts' in one ? one.parts : null })));
  },
  120_000,
);

test('parts belong to customised reports, and to no other', async () => {
  const german = await open('de-anerkennung');
  const sent = await german.send(request(german.id));
  for (const data of [{ kind: 'custom' }, { kind: 'full', parts: ['case'] }, { kind: 'custom', parts: [] }]) {
    const ordered = await german.send(command(german.id, 'report.order', { case: sent, data }));
    expect(ordered.outcome).toBe('rejected');
  }
});

/** Words of the page, and the embedded files. */
function read(pdf: Buffer, name: string) {
  const path = join(folder(), `${name}.pdf`);
  writeFileSync(path, pdf);
  const page = runProgram('pdftotext', ['-layout', path, '-']);
  const data = ['1', '2'].map((number) => {
    const file = join(folder(), `${name}-${number}`);
    runProgram('pdfdetach', ['-save', number, '-o', file, path]);
    return readFileSync(file, 'utf8');
  });
  return { page, data };
}
