import { isOver, lastDay } from '../../area/retention.ts';
import { fault, refuse } from '../../kernel/refusals.ts';
import { record } from '../../kernel/says.ts';
import { BY_THE_HUB } from '../../kernel/workflow.ts';
import { command } from '../../world.ts';
import { FORGET_DRAFT, lastSaved } from '../draft.ts';
import type { RequestEvent } from '../events.ts';
import type { DraftRequest } from '../state.ts';

/** A draft that nobody takes up again holds personal data for nothing: it goes after the time for which an exchange that has ended is kept. */
export const forgetDraft = command<DraftRequest, RequestEvent>()({
  name: FORGET_DRAFT,
  summary:
    'Delete a draft that has not been saved for as long as what was written in an ended request is kept.',
  source: 'handbook 10; regulation (EU) 2016/679, article 5(1)(e)',
  by: BY_THE_HUB,
  when: ['draft'],
  leadsTo: ['discarded'],
  refuses: ['CONTENT_KEPT'],
  says: record({}),
  may(state, { area, at }) {
    const { personalDataMonths: months } = area.retention;
    const saved = lastSaved(state);
    if (isOver(saved, months, at)) return undefined;
    return refuse(fault('CONTENT_KEPT', '/subject', { day: lastDay(saved, months) }));
  },
  decide() {
    return { events: [{ type: 'request.discarded', facts: {} }] };
  },
});
