import { fault, refuse } from '../../kernel/refusals.ts';
import { list, oneOf, record } from '../../kernel/says.ts';
import { authorityOf } from '../../kernel/workflow.ts';
import { isActiveForRequests } from '../access.ts';
import { command } from '../../world.ts';
import type { RequestEvent } from '../events.ts';
import { COPIED_PARTS } from '../handed-over.ts';
import { BEGUN, type BegunRequest } from '../state.ts';

/**
 * Begins a new draft from a request that was sent or received. The other authority does not learn of it, and nothing is done on
 * the request, so that it need not be allocated to who copies it.
 */
export const copy = command<BegunRequest, RequestEvent>()({
  name: 'request.copy',
  summary: 'Begin a new request, as a draft, with the chosen parts of this one.',
  source: 'handbook 5.3.8',
  by: [
    { party: 'requesting authority', role: 'request handler' },
    { party: 'responding authority', role: 'request handler' },
  ],
  when: BEGUN,
  leadsTo: 'same',
  refuses: ['AUTHORITY_NOT_ACTIVE'],
  says: record({
    parts: list('part', oneOf(COPIED_PARTS, 'What the new request takes over.'), {
      min: 1,
      max: COPIED_PARTS.length,
    }),
  }),
  decide(state, { parts }, { actor, directory }) {
    const authority = directory.authorities.get(authorityOf(actor));
    if (authority === undefined || !isActiveForRequests(authority, state.area))
      return refuse(fault('AUTHORITY_NOT_ACTIVE', '/authority', { authority: authorityOf(actor) }));
    return { events: [{ type: 'request.copyAsked', facts: { parts: [...new Set(parts)] } }] };
  },
});
