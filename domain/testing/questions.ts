import type { Question, QuestionSet } from '../area/area.ts';

/** A set as small as can be, of no workflow: one question depends on another, one is asked of each document, one has a blank. */

const PLAIN: Omit<Question, 'id'> = {
  category: 'all', text: {}, blanks: [], answer: { type: 'choice', options: ['yes', 'no'] }, perAttachment: false, comment: false,
}; // prettier-ignore

const QUESTIONS: readonly Question[] = [
  { ...PLAIN, id: 'isKnown' },
  {
    ...PLAIN, id: 'sinceWhen', answer: { type: 'text', maxLength: 10 },
    condition: { question: 'isKnown', is: { option: 'yes' } },
  },
  { ...PLAIN, id: 'isGenuine', perAttachment: true },
  { ...PLAIN, id: 'why', perAttachment: true, condition: { question: 'isGenuine', is: { option: 'no' } } },
  { ...PLAIN, id: 'isOfProfession', text: { en: 'Is this a {profession}?' }, blanks: ['profession'], comment: true },
]; // prettier-ignore

export const SMALL_SET: QuestionSet = {
  id: 'small',
  version: '1.0.0',
  area: 'XX',
  workflow: 'none',
  title: {},
  subject: {
    kind: 'natural-person',
    fields: [
      { name: 'familyName', required: true },
      { name: 'givenName', required: false },
    ],
  },
  categories: new Map(),
  fields: new Map(),
  questions: new Map(QUESTIONS.map((question) => [question.id, question])),
  options: new Map(),
};
