import { attachmentOf } from '../../exchange/documents.ts';
import { isThere } from '../../exchange/kept.ts';
import { defined } from '../../kernel/optional.ts';
import { fault, refuseAll, type Fault } from '../../kernel/refusals.ts';
import { authorityOf } from '../../kernel/workflow.ts';
import { checkCoordinator, NAMED_COORDINATOR_REFUSALS, openingCommand } from '../command.ts';
import {
  ADDRESSEE_REFUSALS, checkAddressee, checkPlace, checkWritten, PLACE_REFUSALS, withDocuments, WRITTEN_REFUSALS,
} from '../written.ts'; // prettier-ignore
import { Draft } from '../paper.ts';

/** Keeps what has been filled in so far; a later draft takes the place of the one before. */
export const save = openingCommand({
  name: 'request.save',
  summary: 'Save a request as a draft, complete or not; nobody else learns of it.',
  source: 'handbook 5.3.1, 5.3.9.1',
  by: [{ party: 'requesting authority', role: 'request handler' }],
  when: ['new', 'draft'],
  leadsTo: ['draft'],
  refuses: [
    ...PLACE_REFUSALS,
    'QUESTION_SET_MISSING',
    ...WRITTEN_REFUSALS,
    ...NAMED_COORDINATOR_REFUSALS,
    ...ADDRESSEE_REFUSALS,
  ],
  says: Draft,
  decide(state, written, world) {
    const { actor, directory, fresh } = world;
    const data = withDocuments(written, state);
    const { area, attachments, ...content } = data;
    const { coordinator, addressee } = content;
    const refused = refuseAll([
      ...checkPlace(state, data, world),
      ...ofNoSet(data),
      ...checkWritten(data, world),
      ...checkCoordinator(coordinator, authorityOf(actor), { area, directory }),
      ...(addressee === undefined ? [] : checkAddressee(addressee, world)),
    ]);
    if (refused !== undefined) return refused;
    const number = state.status === 'new' ? fresh : state.number;
    const facts = { number, area, requesting: { authority: authorityOf(actor) } };
    const documents = attachments?.filter(isThere).map(attachmentOf);
    return {
      events: [
        { type: 'request.saved', facts, content: { ...content, ...defined('attachments', documents) } },
      ],
    };
  },
});

/** A question is known by its set only (handbook 5.3.1). */
function ofNoSet({ questionSet, questions = [] }: Draft): readonly Fault[] {
  if (questionSet !== undefined || questions.length === 0) return [];
  return [fault('QUESTION_SET_MISSING', '/data/questionSet')];
}
