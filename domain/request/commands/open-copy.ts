import { defined } from '../../kernel/optional.ts';
import { BY_THE_HUB } from '../../kernel/workflow.ts';
import { command } from '../../world.ts';
import type { RequestEvent } from '../events.ts';
import { Copy, OPEN_COPY } from '../handed-over.ts';
import type { RequestState } from '../state.ts';

/** The draft that was begun from another request. */
export const openCopy = command<RequestState, RequestEvent>()({
  name: OPEN_COPY,
  summary: 'Open the draft that an authority begins from another request of its own.',
  source: 'handbook 5.3.8',
  by: BY_THE_HUB,
  when: ['new'],
  leadsTo: ['draft'],
  refuses: [],
  says: Copy,
  decide(_state, { from, authority, person, documents: attachments, ...written }, { area, fresh: number }) {
    const facts = {
      number,
      area: area.code,
      requesting: { authority },
      copied: { from, ...defined('person', person) },
    };
    return { events: [{ type: 'request.saved', facts, content: { ...written, attachments } }] };
  },
});
