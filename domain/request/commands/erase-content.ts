import { isOver, lastDay } from '../../area/retention.ts';
import { fault, refuse } from '../../kernel/refusals.ts';
import { record } from '../../kernel/says.ts';
import { begunCommand } from '../command.ts';
import { endedAt } from '../ended.ts';
import { ENDED } from '../state.ts';

/**
 * Erases what people wrote and attached: at the latest six months after the exchange has ended, earlier by rule of the area.
 * Nobody is told: the handbook lets it happen by itself, and no authority has to do anything.
 */
export const eraseContent = begunCommand({
  name: 'content.erase',
  summary: 'Erase what people wrote and attached, when the period of the area is over.',
  source: 'handbook 10, 5.3.3',
  by: [{ party: 'the hub', role: 'hub' }],
  when: ENDED,
  says: record({}),
  may(state, { area, at }) {
    if (state.erasedAt !== undefined) return refuse(fault('CONTENT_ERASED', '/subject'));
    const { personalDataMonths: months } = area.retention;
    const ended = endedAt(state);
    if (ended === undefined || isOver(ended, months, at)) return undefined;
    return refuse(fault('CONTENT_KEPT', '/subject', { day: lastDay(ended, months) }));
  },
  decide(_state, _data, { area }) {
    const facts = { areaVersion: area.version, months: area.retention.personalDataMonths };
    return { events: [{ type: 'content.erased', facts }] };
  },
});
