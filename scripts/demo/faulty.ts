import { daysFromNow } from './step.ts';

type Faulty = { readonly data: unknown; readonly codes: readonly string[] };

/** Against the schema, in four places. */
export function faultyBySchema(): Faulty {
  return {
    codes: ['SCHEMA', 'SCHEMA', 'SCHEMA', 'SCHEMA'],
    data: {
      questionSet: { id: 'pq-general', version: '1.0.0' },
      addressee: { criteria: { country: 'DE', keywords: ['secondary-school-teacher'] } },
      subject: [],
      justification: { text: 'Faltam a área e as perguntas.', language: 'português' },
      deadline: 'em breve',
    },
  };
}

/** Right by the schema, wrong by the data of the area, in seven places. */
export function faultyByRules(): Faulty {
  return {
    codes: [
      'BLANK_MISSING',
      'QUESTION_NEEDS_ATTACHMENT',
      'QUESTION_UNKNOWN',
      'SUBJECT_FIELD_MISSING',
      'SUBJECT_FIELD_MISSING',
      'DEADLINE_PAST',
      'KEYWORD_UNKNOWN',
    ],
    data: {
      area: 'PQ',
      questionSet: { id: 'pq-general', version: '1.0.0' },
      addressee: { criteria: { country: 'DE', keywords: ['astronaut'] } },
      questions: [{ question: 'PQ-GQ-001' }, { question: 'PQ-GQ-032' }, { question: 'PQ-GQ-999' }],
      subject: [{ name: 'familyName', value: 'Exemplo-Fictício' }],
      deadline: daysFromNow(-1),
    },
  };
}

/** An entity that would grow without end, in a reader that expands entities. */
export function withDoctype(): Uint8Array {
  const text = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>';
  return new TextEncoder().encode(text);
}
