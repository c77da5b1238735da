import { checkSubject, SUBJECT_REFUSALS } from '../../exchange/check.ts';
import { SubjectField } from '../../exchange/content.ts';
import { missingOfSubject, SUBJECT_MISSING_REFUSALS } from '../../exchange/missing.ts';
import { fault, refuse, refuseAll } from '../../kernel/refusals.ts';
import { list, record } from '../../kernel/says.ts';
import { isRefusal } from '../../kernel/workflow.ts';
import { requestCommand } from '../command.ts';
import { checkCountry } from '../demands.ts';
import { setOf } from '../settings.ts';
import { ARRIVED, ENDED_AFTER_SENDING } from '../state.ts';

/** What was said of the person was wrong, and the person wants it right, whether or not the exchange has ended. */
export const correct = requestCommand({
  name: 'request.correct',
  summary: 'Correct what the request says of the person or firm concerned.',
  source: 'features K3; Regulation (EU) 2016/679, article 16',
  by: [{ party: 'requesting authority', role: 'request handler' }],
  // Before it has arrived it is changed by being sent again.
  when: [...ARRIVED, ...ENDED_AFTER_SENDING],
  leadsTo: 'same',
  refuses: [
    'CONTENT_ERASED',
    'QUESTION_SET_UNKNOWN',
    ...SUBJECT_REFUSALS,
    ...SUBJECT_MISSING_REFUSALS,
    'ADDRESSEE_COUNTRY',
  ],
  says: record({ subject: list('field', SubjectField, { min: 1, max: 40 }) }),
  may({ erasedAt }) {
    return erasedAt === undefined ? undefined : refuse(fault('CONTENT_ERASED', '/type'));
  },
  decide(state, { subject }, world) {
    const { area } = world;
    const set = setOf(state, world);
    if (isRefusal(set)) return set;
    const { authority } = state.responding;
    const refused = refuseAll([
      ...checkSubject(area, set, subject),
      ...missingOfSubject(set, subject),
      ...checkCountry(set, { addressee: { authority }, subject }, world),
    ]);
    if (refused !== undefined) return refused;
    return { events: [{ type: 'request.corrected', facts: {}, content: { subject } }] };
  },
});
