import { code, integer, list, optional, record } from '../../kernel/says.ts';
import { BY_THE_HUB, type CaseState } from '../../kernel/workflow.ts';
import { command } from '../../world.ts';
import type { CaseEvent } from '../events.ts';

export const ASK_CASE = 'case.ask';

/** What the case has asked of another one has been carried out, or that one would not: with the event it is over. */
export function askCase<State extends CaseState>(when: readonly State['status'][]) {
  return command<State, CaseEvent>()({
    name: ASK_CASE,
    summary: 'Record what has become of something that the case asks of another one.',
    source: 'design: effects between cases',
    by: BY_THE_HUB,
    when,
    leadsTo: 'same',
    refuses: [],
    says: SAYS,
    decide(_state, facts) {
      return { events: [{ type: 'case.asked', facts }] };
    },
  });
}

const SAYS = record({
  event: integer({ min: 1, max: 2_147_483_647 }),
  place: integer({ min: 0, max: 1000 }),
  case: optional(code(40)),
  refused: optional(list('code', code(40), { max: 100 })),
});
