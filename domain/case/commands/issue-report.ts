import { code, integer, record, sha256 } from '../../kernel/says.ts';
import { BY_THE_HUB, type CaseState } from '../../kernel/workflow.ts';
import { command } from '../../world.ts';
import type { CaseEvent } from '../events.ts';

export const ISSUE_REPORT = 'report.issue';

/** What was ordered comes, whatever has become of the case meanwhile. */
export function issueReport<State extends CaseState>(when: readonly State['status'][]) {
  return command<State, CaseEvent>()({
    name: ISSUE_REPORT,
    summary: 'Record a report that has been made and sealed, and deliver it.',
    source: 'handbook 5.3.10, certified reports',
    by: BY_THE_HUB,
    when,
    leadsTo: 'same',
    refuses: [],
    says: SAYS,
    decide(_state, facts) {
      return { events: [{ type: 'report.issued', facts }] };
    },
  });
}

/** What is said of a file that has been made. */
export const REPORT_FILE = {
  report: code(60),
  sha256: sha256(),
  size: integer({ min: 1, max: 100_000_000 }),
};

const SAYS = record({ ...REPORT_FILE, to: code(60) });
