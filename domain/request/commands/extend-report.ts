import { code, integer, record, sha256 } from '../../kernel/says.ts';
import { begunCommand } from '../command.ts';
import { issueReport } from './issue-report.ts';

/** The hub has carried a report that it keeps over the end of its time stamp; the digest of the longer file is recorded. */
export const extendReport = begunCommand({
  name: 'report.extend',
  summary: 'Record that a report has been given a further time stamp.',
  source: 'handbook 5.3.10, certified reports',
  by: [{ party: 'the hub', role: 'hub' }],
  when: issueReport.when,
  says: record({
    report: code(60),
    sha256: sha256(),
    size: integer({ min: 1, max: 100_000_000 }),
  }),
  decide(_state, facts) {
    return { events: [{ type: 'report.extended', facts }] };
  },
});
