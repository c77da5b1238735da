import { record } from '../../kernel/says.ts';
import { BY_THE_HUB, type CaseState } from '../../kernel/workflow.ts';
import { command } from '../../world.ts';
import type { CaseEvent } from '../events.ts';
import { REPORT_FILE } from './issue-report.ts';

export const EXTEND_REPORT = 'report.extend';

/** The hub has carried a report that it keeps over the end of its time stamp; the digest of the longer file is recorded. */
export function extendReport<State extends CaseState>(when: readonly State['status'][]) {
  return command<State, CaseEvent>()({
    name: EXTEND_REPORT,
    summary: 'Record that a report has been given a further time stamp.',
    source: 'handbook 5.3.10, certified reports',
    by: BY_THE_HUB,
    when,
    leadsTo: 'same',
    refuses: [],
    says: SAYS,
    decide(_state, facts) {
      return { events: [{ type: 'report.extended', facts }] };
    },
  });
}

const SAYS = record(REPORT_FILE);
