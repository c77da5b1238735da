import { askedOf, keyOf } from '../../exchange/asked.ts';
import { AMONG_ASKED_REFUSALS, checkAmongAsked } from '../../exchange/check.ts';
import { Comment, QuestionOfCase } from '../../exchange/content.ts';
import { fault, refuse, refuseAll } from '../../kernel/refusals.ts';
import { code, documentId, list, optional, record } from '../../kernel/says.ts';
import { requestCommand } from '../command.ts';
import { checkSuccessor, SUCCESSOR_REFUSALS } from '../successor.ts';

/** Some of the questions become a request of their own, which another authority is to deal with; the others stay. */
export const split = requestCommand({
  name: 'request.split',
  summary:
    'Split the request: forward some of its questions, as a new request, to another authority of the own Member State.',
  source: 'handbook 5.3.2.4',
  by: [{ party: 'responding authority', role: 'request handler' }],
  when: ['awaitingAcceptance', 'accepted'],
  leadsTo: 'same',
  refuses: [
    'SPLIT_NOT_POSSIBLE',
    ...SUCCESSOR_REFUSALS,
    ...AMONG_ASKED_REFUSALS,
    'SPLIT_LEAVES_NOTHING',
    'ATTACHMENT_UNKNOWN',
  ],
  says: record({
    to: code(60, { vocabulary: 'authority', about: 'Another authority of the own Member State.' }),
    justification: Comment,
    questions: list('question', QuestionOfCase, { min: 1, max: 200 }),
    documents: optional(
      list(
        'document',
        documentId('A document of the request that is forwarded as well; a copy of it stays.'),
        {
          min: 1,
          max: 100,
        },
      ),
    ),
  }),
  // Others are informed of the whole, or its sender waits: a part by itself would be neither.
  may({ copies = [], waitsUntil }) {
    const isWhole = copies.length > 0 || waitsUntil !== undefined;
    return isWhole ? refuse(fault('SPLIT_NOT_POSSIBLE', '/type')) : undefined;
  },
  decide(state, { to, justification, questions, documents = [] }, world) {
    const moved = new Set(questions.map(keyOf));
    const own = state.attachments.filter(({ side }) => side === 'requesting');
    const refused = refuseAll([
      ...checkSuccessor(state, to, world),
      ...checkAmongAsked(state.asked, questions),
      ...(state.asked.every((one) => moved.has(keyOf(one)))
        ? [fault('SPLIT_LEAVES_NOTHING', '/data/questions')]
        : []),
      ...documents.flatMap((id, index) =>
        own.some((one) => one.id === id)
          ? []
          : [fault('ATTACHMENT_UNKNOWN', `/data/documents/${index}`, { attachment: id })],
      ),
    ]);
    if (refused !== undefined) return refused;
    const asked = state.asked.filter((one) => moved.has(keyOf(one)));
    // A question about a document takes it along.
    const wanted = new Set([...documents, ...asked.flatMap((one) => one.attachment ?? [])]);
    const facts = {
      to,
      asked: asked.map(askedOf),
      attachments: own
        .filter(({ id }) => wanted.has(id))
        .map(({ id, mediaType, size }) => ({ id, mediaType, size })),
    };
    return { events: [{ type: 'request.partiallyForwarded', facts, content: { comment: justification } }] };
  },
});
