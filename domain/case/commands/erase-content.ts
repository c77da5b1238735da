import { isOver, lastDay } from '../../area/retention.ts';
import { fault, refuse } from '../../kernel/refusals.ts';
import { record } from '../../kernel/says.ts';
import { BY_THE_HUB, type CaseState } from '../../kernel/workflow.ts';
import { command } from '../../world.ts';
import type { CaseEvent } from '../events.ts';

const SAYS = record({});

export const ERASE_CONTENT = 'content.erase';

/** Statuses in which a case has ended, and those of them after which nothing is kept. */
type Ends<State extends CaseState> = {
  readonly ended: readonly State['status'][];
  readonly keepsNothing: readonly State['status'][];
};

/**
 * Erases what people wrote and attached: at the latest six months after the exchange has ended, earlier by rule of the area.
 * Nobody is told: the handbook lets it happen by itself, and no authority has to do anything.
 */
export function eraseContent<State extends CaseState>({ ended, keepsNothing }: Ends<State>) {
  return command<State, CaseEvent>()({
    name: ERASE_CONTENT,
    summary: 'Erase what people wrote and attached, when the period of the area is over.',
    source: 'handbook 10, 5.3.3',
    by: BY_THE_HUB,
    when: ended,
    leadsTo: 'same',
    refuses: ['CONTENT_ERASED', 'CONTENT_KEPT'],
    says: SAYS,
    may({ status, erasedAt, endedAt }, { area, at }) {
      if (erasedAt !== undefined) return refuse(fault('CONTENT_ERASED', '/subject'));
      if (keepsNothing.includes(status)) return undefined;
      const { personalDataMonths: months } = area.retention;
      if (endedAt === undefined || isOver(endedAt, months, at)) return undefined;
      return refuse(fault('CONTENT_KEPT', '/subject', { day: lastDay(endedAt, months) }));
    },
    decide({ status }, _data, { area }) {
      const months = keepsNothing.includes(status) ? 0 : area.retention.personalDataMonths;
      const facts = { areaVersion: area.version, months };
      return { events: [{ type: 'content.erased', facts }] };
    },
  });
}
