import { defined } from '../../kernel/optional.ts';
import { refuseAll } from '../../kernel/refusals.ts';
import { record } from '../../kernel/says.ts';
import { isRefusal } from '../../kernel/workflow.ts';
import { requestCommand } from '../command.ts';
import { checkWaiting, waitsUntil } from '../demands.ts';
import { setOf } from '../settings.ts';

/** The coordinator lets a request go. */
export const approve = requestCommand({
  name: 'request.approve',
  summary: 'Approve the request; it goes to the authority asked.',
  source: 'handbook 5.3.7',
  by: [{ party: 'requesting coordinator', role: 'referral handler' }],
  when: ['requestAwaitingApproval'],
  leadsTo: ['awaitingAcceptance'],
  refuses: ['QUESTION_SET_UNKNOWN', 'DATE_WITHIN_WAITING'],
  says: record({}),
  decide(state, _, world) {
    const { content } = state;
    const set = setOf(state, world);
    if (isRefusal(set)) return set;
    const fields = content?.fields ?? [];
    // The period begins only now; what was late enough when it was written is returned to be changed.
    const refused = refuseAll(checkWaiting(set, fields, world).map((one) => ({ ...one, path: '/type' })));
    if (refused !== undefined) return refused;
    const facts = defined('waitsUntil', waitsUntil(set, fields, world));
    return { events: [{ type: 'request.approved', facts }] };
  },
});
