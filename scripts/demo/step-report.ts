import { reportIn } from './case-view.ts';
import { CAST, type Name } from './cast.ts';
import { sha256 } from './disclosure.ts';
import { act, check, note, systemOf, versionFor, type Stage, type Standing } from './stage.ts';
import type { Step } from './step.ts';

/** The certified report, for each side in its own language (handbook 5.3.10). */
export const orderReports: Step = {
  title: 'Both sides order the full report and get it as a sealed PDF, each in its own language',
  async play(stage, closed) {
    for (const who of ['pt-sigen', 'de-anerkennung'] as const) await order(stage, who, closed);
    for (const who of ['pt-sigen', 'de-anerkennung'] as const) await fetch(stage, who, closed);
    return closed;
  },
};

async function order(stage: Stage, who: Name, closed: Standing): Promise<void> {
  const before = versionFor(stage, who, closed);
  const { version } = await act(stage, who, { type: 'report.order', data: { kind: 'full' }, on: closed });
  check(stage, 'a report leaves the case as it was', version === before);
}

async function fetch(stage: Stage, who: Name, { number }: Standing): Promise<void> {
  const timeout = stage.timeout * 4;
  const report = reportIn(await systemOf(stage, who).next('report.issued', { subject: number, timeout }));
  const { language } = CAST[who];
  const bytes = Buffer.from(report.content, 'base64');
  const isWhole = bytes.subarray(0, 5).toString('latin1') === '%PDF-' && report.sha256 === sha256(bytes);
  check(
    stage,
    `${who} has a whole PDF in its language (${language})`,
    isWhole && report.language === language,
  );
  check(stage, 'it carries a signature in PAdES form', bytes.includes('/ETSI.CAdES.detached'));
  const name = `report-${number}-${language}.pdf`.replaceAll(/[^A-Za-z0-9._-]/g, '_');
  const { path } = await stage.journal.saveReport(name, { system: who, language, bytes });
  note(stage, `saved as ${path}`);
}
