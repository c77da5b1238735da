import { fault, refuse } from '../../kernel/refusals.ts';
import { list, personNumber, record } from '../../kernel/says.ts';
import { authorityOf, type Grant } from '../../kernel/workflow.ts';
import { command } from '../../world.ts';
import { allocatedTo, allocates } from '../allocation.ts';
import type { RequestEvent } from '../events.ts';
import { BEGUN, type BegunRequest } from '../state.ts';

const PARTIES = [
  'requesting authority', 'responding authority', 'requesting coordinator', 'responding coordinator',
]; // prettier-ignore
const BY: readonly Grant[] = PARTIES.map((party) => ({ party, role: 'allocator' }));

/** Says which persons of the authority act on the request; those named before and not now do so no more. */
export const allocate = command<BegunRequest, RequestEvent>()({
  name: 'request.allocate',
  summary: 'Allocate the request to one or more persons of the authority.',
  source: 'handbook 5.3.5',
  by: BY,
  when: BEGUN,
  leadsTo: 'same',
  refuses: ['ALLOCATION_NOT_USED'],
  says: record({
    persons: list('person', personNumber('Number of a person of the authority.'), { min: 1, max: 50 }),
  }),
  may(state, { actor, directory }) {
    if (allocates(directory, authorityOf(actor), state.area)) return undefined;
    return refuse(fault('ALLOCATION_NOT_USED', '/type', { authority: authorityOf(actor) }));
  },
  decide(state, { persons }, { actor }) {
    const authority = authorityOf(actor);
    const before = allocatedTo(state, authority);
    const now = [...new Set(persons)];
    const facts = { authority, persons: now, added: now.filter((one) => !before.includes(one)) };
    return { events: [{ type: 'request.allocated', facts }] };
  },
});
