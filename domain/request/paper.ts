import type { Static } from 'typebox';
import { choice, code, date, line, list, optional, record } from '../kernel/says.ts';
import {
  AskedQuestion,
  AttachmentsOfPaper,
  Comment,
  FilledField,
  SubjectField,
} from '../exchange/content.ts';

/** What a requesting authority writes: the whole of it, to be sent, or as much as there is, to be kept as a draft. */

const AuthorityId = code(60, { vocabulary: 'authority' });
const Area = code(40, { vocabulary: 'area' });
const QuestionSetId = record({ id: code(60, { vocabulary: 'questionSet' }), version: code(20) });
const Country = code(2, { vocabulary: 'country' });
const Keywords = list('keyword', code(60, { vocabulary: 'keyword' }), { min: 1, max: 20 });

const MORE_CRITERIA = {
  region: optional(code(5, { about: 'NUTS code.' })),
  economicActivities: optional(list('activity', code(10, { about: 'NACE Rev. 2.1 code.' }), { max: 10 })),
};
const ADDRESSEE = 'The authority asked, or what it must be competent for.';
/** What may be missing in whatever is sent, too. */
const MORE = {
  fields: optional(list('field', FilledField, { max: 200 })),
  justification: optional(Comment),
  reference: optional(line(100, "The requesting authority's own file number.")),
  deadline: optional(date('Indicative deadline.')),
  attachments: optional(AttachmentsOfPaper),
};

export const WholeRequest = record({
  area: Area,
  questionSet: QuestionSetId,
  addressee: choice(
    {
      authority: AuthorityId,
      criteria: record({ country: Country, keywords: Keywords, ...MORE_CRITERIA }),
    },
    ADDRESSEE,
  ),
  coordinator: optional(AuthorityId),
  questions: list('question', AskedQuestion, { max: 200 }),
  subject: list('field', SubjectField, { max: 40 }),
  ...MORE,
});
export type WholeRequest = Static<typeof WholeRequest>;

const Addressee = choice(
  {
    authority: AuthorityId,
    criteria: record({ country: optional(Country), keywords: optional(Keywords), ...MORE_CRITERIA }),
  },
  ADDRESSEE,
);
export type DraftAddressee = Static<typeof Addressee>;

/** The legislative area is what a case begins with; everything else may come later. */
export const Draft = record({
  area: Area,
  questionSet: optional(QuestionSetId),
  addressee: optional(Addressee),
  coordinator: optional(AuthorityId),
  questions: optional(list('question', AskedQuestion, { max: 200 })),
  subject: optional(list('field', SubjectField, { max: 40 })),
  ...MORE,
});
export type Draft = Static<typeof Draft>;
