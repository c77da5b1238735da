import type { Area, QuestionSet } from '../../domain/area/area.ts';
import { LANGUAGES } from '../../domain/kernel/language.ts';
import type { Vocabularies } from '../../schemas/message/profile.ts';

/**
 * The words that messages of an area can use, over all its published question sets: an older version is still in use as
 * long as an exchange began with it. Countries and authorities are the directory's, and change without the area.
 */
export function vocabulariesOf(area: Area): Vocabularies {
  const sets = [...area.questionSets.values()];
  return {
    area: [area.code],
    keyword: [...area.keywords.keys()],
    questionSet: sets.map(({ id }) => id),
    question: questionsOf(sets).map(({ id }) => id),
    blank: questionsOf(sets).flatMap(({ blanks }) => blanks),
    field: sets.flatMap(({ fields }) => [...fields.keys()]),
    option: sets.flatMap(({ options }) => [...options.keys()]),
    subjectField: [...area.subjectFields.keys()],
    mediaType: area.attachments.mediaTypes,
    language: LANGUAGES,
  };
}

function questionsOf(sets: readonly QuestionSet[]) {
  return sets.flatMap(({ questions }) => [...questions.values()]);
}
