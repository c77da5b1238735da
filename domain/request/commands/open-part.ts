import { askedOf } from '../../exchange/asked.ts';
import { attachmentFact, attachmentName } from '../../exchange/documents.ts';
import { defined } from '../../kernel/optional.ts';
import { BY_THE_HUB } from '../../kernel/workflow.ts';
import { command } from '../../world.ts';
import type { RequestEvent } from '../events.ts';
import { OPEN_PART, Part } from '../handed-over.ts';
import type { RequestState } from '../state.ts';

/** The part of a request that was split off, as the request of its own that it becomes. It has been approved before. */
export const openPart = command<RequestState, RequestEvent>()({
  name: OPEN_PART,
  summary: 'Open a request for the questions that were split off another one.',
  source: 'handbook 5.3.2.4',
  by: BY_THE_HUB,
  when: ['new'],
  leadsTo: ['awaitingAcceptance'],
  refuses: [],
  says: Part,
  decide(_state, said, { area, directory, fresh: number }) {
    const { from, requesting, persons, to, questions, subject, documents } = said;
    const facts = {
      number,
      area: area.code,
      questionSet: said.questionSet,
      requesting,
      ...defined('persons', persons),
      responding: { authority: to },
      routing: [],
      directoryVersion: directory.version,
      asked: questions.map(askedOf),
      attachments: documents.map(attachmentFact),
      ...defined('deadline', said.deadline),
      needsApproval: false,
      splitFrom: from,
    };
    const content = {
      questions,
      subject,
      ...defined('fields', said.fields),
      ...defined('justification', said.justification),
      ...defined('reference', said.reference),
      attachmentNames: documents.map(attachmentName),
    };
    return { events: [{ type: 'request.sent', facts, content }] };
  },
});
