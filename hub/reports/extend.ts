import { createHash } from 'node:crypto';
import { EXTEND_REPORT } from '../../domain/case/commands/extend-report.ts';
import type { Instant } from '../../domain/kernel/workflow.ts';
import { act } from '../case/act.ts';
import { hubFault } from '../faults.ts';
import type { Hub } from '../hub.ts';
import type { EndingReport } from './report-records.ts';
import type { Lasting } from './make-report.ts';

/** What came of it, and when the certificate ends by which the authority stamps now. */
export type Extending = {
  readonly outcome: 'extended' | 'in vain' | 'gone';
  readonly endsAt?: Instant;
};

/**
 * Extends one report that is kept: the longer file replaces the one before, and its digest is recorded in the case and in
 * its evidence, all in one transaction. A stamp that ends no later than the one before would be worth nothing: then
 * everything stays as it is.
 */
export async function extendKept(hub: Hub, lasting: Lasting, ending: EndingReport): Promise<Extending> {
  const { id, caseNumber } = ending;
  const file = await hub.store.report(id);
  if (file === undefined) return { outcome: 'gone' };
  const bytes = await lasting.extend(file.bytes);
  const stampsEndAt = await lasting.stampsEndAt(bytes);
  if (stampsEndAt === undefined)
    throw hubFault('REPORT_FAILED', 'the new time stamp has no end', { report: id });
  if (Date.parse(stampsEndAt) <= Date.parse(ending.stampsEndAt))
    return { outcome: 'in vain', endsAt: stampsEndAt };
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const extended = { id, caseNumber, from: file.sha256, sha256, bytes, stampsEndAt };
  const data = { report: id, sha256, size: bytes.length };
  const done = await act(hub, {
    caseNumber,
    command: EXTEND_REPORT,
    data,
    along: () => ({ extended: [extended] }),
  });
  if ('refused' in done) throw hubFault('REPORT_FAILED', 'the extension cannot be recorded', { report: id });
  return { outcome: 'extended', endsAt: stampsEndAt };
}
