import type { QuestionSet } from '../../area/area.ts';
import { dependsOn } from '../../exchange/answers.ts';
import { askedOf, keyOf } from '../../exchange/asked.ts';
import { AMONG_ASKED_REFUSALS, checkAmongAsked } from '../../exchange/check.ts';
import { Comment, QuestionOfCase } from '../../exchange/content.ts';
import { attachmentFact } from '../../exchange/documents.ts';
import { fault, refuse, refuseAll, type Fault } from '../../kernel/refusals.ts';
import { code, documentId, list, optional, record } from '../../kernel/says.ts';
import { isRefusal } from '../../kernel/workflow.ts';
import { requestCommand } from '../command.ts';
import { setOf } from '../settings.ts';
import type { OpenRequest } from '../state.ts';
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
    'QUESTION_SET_UNKNOWN',
    'SPLIT_NOT_POSSIBLE',
    ...SUCCESSOR_REFUSALS,
    ...AMONG_ASKED_REFUSALS,
    'SPLIT_LEAVES_NOTHING',
    'SPLIT_TEARS_APART',
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
  // Others are informed of the whole, its sender waits, or its questions are always asked together: a part by itself would be none of it.
  may(state, world) {
    const { informed = [], waitsUntil } = state;
    const set = setOf(state, world);
    if (isRefusal(set)) return set;
    const isFixed = [...set.questions.values()].some((question) => question.isFixed === true);
    const isWhole = informed.length > 0 || waitsUntil !== undefined || isFixed;
    return isWhole ? refuse(fault('SPLIT_NOT_POSSIBLE', '/type')) : undefined;
  },
  decide(state, { to, justification, questions, documents = [] }, world) {
    const set = setOf(state, world);
    if (isRefusal(set)) return set;
    const moved = new Set(questions.map(keyOf));
    const own = state.attachments.filter(({ side }) => side === 'requesting');
    const refused = refuseAll([
      ...checkSuccessor(state, to, world),
      ...checkAmongAsked(state.asked, questions),
      ...(state.asked.every((one) => moved.has(keyOf(one)))
        ? [fault('SPLIT_LEAVES_NOTHING', '/data/questions')]
        : tornApart(set, state.asked, moved)),
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
    const attachments = own.filter(({ id }) => wanted.has(id)).map(attachmentFact);
    const facts = { to, asked: asked.map(askedOf), attachments };
    return { events: [{ type: 'request.partiallyForwarded', facts, content: { comment: justification } }] };
  },
});

/** A question goes with the one on whose answer it hangs: alone it would have to be answered in any case, or never. */
function tornApart(
  set: QuestionSet,
  asked: OpenRequest['asked'],
  moved: ReadonlySet<string>,
): readonly Fault[] {
  return asked.flatMap((one) =>
    asked
      .filter((other) => dependsOn(set, one, other) && moved.has(keyOf(one)) !== moved.has(keyOf(other)))
      .map((other) =>
        fault('SPLIT_TEARS_APART', '/data/questions', { question: one.question, other: other.question }),
      ),
  );
}
