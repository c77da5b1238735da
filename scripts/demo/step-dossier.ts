import { isRecord } from '../../connector/message.ts';
import { reportIn } from './case-view.ts';
import { sha256 } from './disclosure.ts';
import { act, check, note, systemOf, type Stage, type Standing } from './stage.ts';
import type { Step } from './step.ts';

const WHO = 'pt-sigen';
const CONTAINER = 'application/vnd.etsi.asic-e+zip';

/** Everything that Portugal may see of the case, for whoever has to decide about it in ten years. */
export const orderDossier: Step = {
  title: 'Portugal orders the dossier: messages, receipts, evidence and reports in one sealed container',
  async play(stage, closed) {
    await act(stage, WHO, { type: 'dossier.order', data: { kind: 'full' }, on: closed });
    const bytes = await fetchDossier(stage, closed);
    const { path } = await stage.journal.saveDossier(`dossier-${closed.number}.asice`, bytes);
    note(stage, `saved as ${path}`);
    const found = await askVerifier(stage, bytes);
    check(stage, 'the public verifier finds it good, at level B-LTA', found['indication'] === 'TOTAL-PASSED');
    const roles = rolesIn(found);
    note(stage, [...roles].map(([role, count]) => `${count} ${role}`).join(', '));
    const wanted = ['message sent', 'message received', 'receipt', 'chain of evidence', 'report'];
    check(stage, 'messages both ways, receipts, the chain and the report are in it', wanted.every((role) => roles.has(role)));
    return closed;
  },
}; // prettier-ignore

async function fetchDossier(stage: Stage, { number }: Standing): Promise<Uint8Array> {
  const timeout = stage.timeout * 4;
  const report = reportIn(await systemOf(stage, WHO).next('report.issued', { subject: number, timeout }));
  const bytes = Buffer.from(report.content, 'base64');
  check(stage, 'it is whole', report.sha256 === sha256(bytes));
  return bytes;
}

/** Without any account. */
async function askVerifier(
  { httpUrl }: Stage,
  bytes: Uint8Array,
): Promise<Readonly<Record<string, unknown>>> {
  const response = await fetch(new URL('/verify?level=B-LTA', httpUrl), {
    method: 'POST',
    headers: { 'content-type': CONTAINER },
    body: Buffer.from(bytes),
  });
  const found: unknown = await response.json();
  return isRecord(found) ? found : {};
}

function rolesIn({ contents }: Readonly<Record<string, unknown>>): ReadonlyMap<string, number> {
  const roles = new Map<string, number>();
  for (const content of Array.isArray(contents) ? contents : []) {
    const role = isRecord(content) ? String(content['role']) : '';
    roles.set(role, (roles.get(role) ?? 0) + 1);
  }
  return roles;
}
