import { fault, refuse } from '../../kernel/refusals.ts';
import { code, oneOf, optional, record } from '../../kernel/says.ts';
import { LANGUAGES } from '../../kernel/language.ts';
import type { Actor } from '../../kernel/workflow.ts';
import { requestCommand } from '../command.ts';
import { REPORT_KINDS } from '../events.ts';
import type { OpenRequest } from '../state.ts';

/** Orders a certified report of the request as it stands; it is made in the background and delivered when it is ready. */
export const orderReport = requestCommand({
  name: 'report.order',
  summary: 'Order a certified report of the request.',
  source: 'handbook 5.3.10',
  by: [
    { party: 'requesting authority', role: 'request handler' },
    { party: 'requesting authority', role: 'request viewer' },
    { party: 'requesting authority', role: 'allocator' },
    { party: 'responding authority', role: 'request handler' },
    { party: 'responding authority', role: 'request viewer' },
    { party: 'responding authority', role: 'allocator' },
    { party: 'requesting coordinator', role: 'referral handler' },
    { party: 'responding coordinator', role: 'referral handler' },
  ],
  when: [
    'requestAwaitingApproval',
    'requestReturned',
    'awaitingAcceptance',
    'accepted',
    'partiallyAnswered',
    'replyAwaitingApproval',
    'replyReturned',
    'replyProvided',
    'additionalInformationRequested',
    'additionalInformationAccepted',
    'additionalInformationRejected',
    'referredToRequestingCoordinator',
    'referredToRespondingCoordinator',
    'returnedToRespondingAuthority',
    'closed',
    'refused',
    'withdrawn',
  ],
  says: record({
    kind: oneOf(REPORT_KINDS, 'Which report.'),
    language: optional(code(2, { vocabulary: 'language', about: "Another language than the system's own." })),
  }),
  decide(state, { kind, language }, { actor, directory, fresh }) {
    if (kind === 'full' && !maySeePersonalDataInReports(state, actor)) {
      return refuse(fault('REPORT_KIND_NOT_ALLOWED', '/data/kind'));
    }
    const wanted = language ?? directory.systemOf.get(actor.authority)?.language ?? 'en';
    if (!LANGUAGES.some((known) => known === wanted))
      return refuse(fault('LANGUAGE_UNKNOWN', '/data/language'));
    const facts = { report: fresh, kind, language: wanted, version: state.version };
    return { events: [{ type: 'report.ordered', facts }] };
  },
});

/** Handlers of the two authorities, on the responding side only after acceptance; never viewers, allocators, coordinators. */
function maySeePersonalDataInReports(state: OpenRequest, actor: Actor): boolean {
  if (!actor.roles.includes('request handler')) return false;
  if (actor.authority === state.requesting.authority) return true;
  return actor.authority === state.responding.authority && state.disclosed;
}
