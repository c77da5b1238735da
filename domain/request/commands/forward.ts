import { refuse } from '../../kernel/refusals.ts';
import { code, record } from '../../kernel/says.ts';
import { Comment } from '../../exchange/content.ts';
import { requestCommand } from '../command.ts';
import { checkSuccessor, SUCCESSOR_REFUSALS } from '../successor.ts';

/** Whoever is not competent passes the request on, before or after accepting it; nobody has accepted it then. */
export const forward = requestCommand({
  name: 'request.forward',
  summary: 'Forward the request to another authority or to a coordinator of the own Member State.',
  source: 'handbook 5.3.2.3, glossary: forward a request',
  by: [{ party: 'responding authority', role: 'request handler' }],
  when: ['awaitingAcceptance', 'accepted'],
  leadsTo: ['awaitingAcceptance'],
  refuses: SUCCESSOR_REFUSALS,
  says: record({
    to: code(60, { vocabulary: 'authority', about: 'Another authority of the own Member State.' }),
    justification: Comment,
  }),
  decide(state, { to, justification }, world) {
    const [first, ...others] = checkSuccessor(state, to, world);
    if (first !== undefined) return refuse(first, ...others);
    return { events: [{ type: 'request.forwarded', facts: { to }, content: { comment: justification } }] };
  },
});
