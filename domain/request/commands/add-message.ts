import { ATTACHMENT_REFUSALS, checkAttachments } from '../../exchange/check.ts';
import { Attachments, Comment } from '../../exchange/content.ts';
import { attachmentFact, attachmentName } from '../../exchange/documents.ts';
import { defined } from '../../kernel/optional.ts';
import { fault, refuseAll } from '../../kernel/refusals.ts';
import { oneOf, optional, record } from '../../kernel/says.ts';
import { authorityOf } from '../../kernel/workflow.ts';
import { requestCommand } from '../command.ts';
import { isOfDocuments, MESSAGE_TOPICS } from '../topics.ts';

const MESSAGE_ADDED = 'request.messageAdded';

/** Of one side in one request: every message to come carries all of them. */
const MOST_MESSAGES = 200;

/**
 * The two authorities talk before the reply. The requesting one does not know whether a reply is with a coordinator, so that this
 * must make no difference.
 */
export const addMessage = requestCommand({
  name: 'request.addMessage',
  summary:
    'Add a message to the other authority before the reply, with further documents where there are any.',
  source: 'handbook 5.3.2.2',
  by: [
    { party: 'requesting authority', role: 'request handler' },
    { party: 'responding authority', role: 'request handler' },
  ],
  when: [
    'accepted',
    'partiallyAnswered',
    'replyAwaitingApproval',
    'replyReturned',
    'additionalInformationAccepted',
  ],
  leadsTo: 'same',
  refuses: ['TOPIC_NEEDS_ATTACHMENT', 'MESSAGES_TOO_MANY', ...ATTACHMENT_REFUSALS],
  says: record({
    topic: oneOf(
      MESSAGE_TOPICS,
      'Pre-defined comment: what the message is about, and what its documents are for.',
    ),
    comment: optional(Comment),
    attachments: optional(Attachments),
  }),
  decide(state, { topic, comment, attachments = [] }, { actor, area }) {
    const isRequesting = state.requesting.authority === authorityOf(actor);
    const isOwn = (by: string) => (by === state.requesting.authority) === isRequesting;
    const own = state.history.filter(({ type, by }) => type === MESSAGE_ADDED && isOwn(by));
    const refused = refuseAll([
      ...(isOfDocuments(topic) && attachments.length === 0
        ? [fault('TOPIC_NEEDS_ATTACHMENT', '/data/attachments', { topic })]
        : []),
      ...(own.length < MOST_MESSAGES
        ? []
        : [fault('MESSAGES_TOO_MANY', '/type', { limit: String(MOST_MESSAGES) })]),
      ...checkAttachments(area.attachments, attachments, state.attachments),
    ]);
    if (refused !== undefined) return refused;
    const side = isRequesting ? ('requesting' as const) : ('responding' as const);
    const facts = { side, topic, attachments: attachments.map(attachmentFact) };
    const content = { attachmentNames: attachments.map(attachmentName), ...defined('comment', comment) };
    return { events: [{ type: MESSAGE_ADDED, facts, content }] };
  },
});
