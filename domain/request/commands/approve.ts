import { setIn } from '../../area/settings.ts';
import { defined } from '../../kernel/optional.ts';
import { refuseAll } from '../../kernel/refusals.ts';
import { record } from '../../kernel/says.ts';
import { requestCommand } from '../command.ts';
import { checkWaiting, waitsUntil } from '../demands.ts';
import { SETTINGS } from '../settings.ts';

/** The coordinator lets a request go. */
export const approve = requestCommand({
  name: 'request.approve',
  summary: 'Approve the request; it goes to the authority asked.',
  source: 'handbook 5.3.7',
  by: [{ party: 'requesting coordinator', role: 'referral handler' }],
  when: ['requestAwaitingApproval'],
  leadsTo: ['awaitingAcceptance'],
  refuses: ['DATE_WITHIN_WAITING'],
  says: record({}),
  decide({ questionSet, content }, _, world) {
    const set = setIn(world.area, SETTINGS, questionSet);
    const fields = content?.fields ?? [];
    // The period begins only now; what was late enough when it was written is returned to be changed.
    const refused = refuseAll(checkWaiting(set, fields, world));
    if (refused !== undefined) return refused;
    const facts = defined('waitsUntil', waitsUntil(set, fields, world));
    return { events: [{ type: 'request.approved', facts }] };
  },
});
