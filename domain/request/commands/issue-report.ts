import { code, integer, record, sha256 } from '../../kernel/says.ts';
import { begunCommand } from '../command.ts';
import { orderReport } from './order-report.ts';

/** The hub has made and sealed a report; its digest becomes part of the case's evidence. */
export const issueReport = begunCommand({
  name: 'report.issue',
  summary: 'Record a report that has been made and sealed, and deliver it.',
  source: 'handbook 5.3.10, certified reports',
  by: [{ party: 'the hub', role: 'hub' }],
  // What was ordered of a draft comes, even if the draft has been deleted meanwhile.
  when: [...orderReport.when, 'discarded'],
  says: record({
    report: code(60),
    sha256: sha256(),
    size: integer({ min: 1, max: 100_000_000 }),
    to: code(60),
  }),
  decide(_state, facts) {
    return { events: [{ type: 'report.issued', facts }] };
  },
});
