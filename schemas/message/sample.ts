import { schemaUrn, systemUrn, type Message } from '../../domain/kernel/message.ts';
import {
  bytes, choice, code, date, flag, instant, integer, line, list, oneOf, optional, record, sha256, text,
} from '../../domain/kernel/says.ts'; // prettier-ignore
import type { MessageType } from './book.ts';

/** Message types for tests and measurements, which between them use all that the schema language has. */

const Comment = record({
  text: text(4000, 'As written & "unchanged".'),
  language: code(2, { vocabulary: 'language' }),
});

const Value = choice({
  option: code(60, { vocabulary: 'option' }),
  text: text(4000),
  period: record({ from: date(), to: optional(date()) }),
  amount: integer({ min: -1000, max: Number.MAX_SAFE_INTEGER }),
});

const Question = record({
  question: code(60, { vocabulary: 'question' }),
  blanks: optional(list('blank', record({ name: code(40), value: line(300) }), { max: 20 })),
  comment: optional(Comment),
  value: optional(Value),
});

const Attachment = record({
  name: line(200),
  sha256: optional(sha256()),
  content: optional(bytes(3_000_000)),
});

const Sent = record({
  area: code(20, { vocabulary: 'area' }),
  isUrgent: flag('Whether an answer is needed soon.'),
  kind: oneOf(['natural-person', 'legal-person']),
  deadline: optional(date()),
  heard: optional(instant()),
  copies: integer({ min: 0, max: 99 }),
  questions: list('question', Question, { min: 1, max: 40 }),
  attachments: optional(list('attachment', Attachment, { max: 20 })),
});

export const SEND: MessageType = {
  type: 'sample.send', direction: 'to hub', summary: 'A sample with everything.', subject: 'forbidden', data: Sent,
}; // prettier-ignore
export const ACCEPT: MessageType = {
  type: 'sample.accept', direction: 'to hub', summary: 'No data at all.', subject: 'required', data: record({}),
}; // prettier-ignore
export const ANSWERED: MessageType = {
  type: 'sample.answered', direction: 'from hub', summary: 'A choice.', subject: 'optional', data: Value,
}; // prettier-ignore

export const SAMPLES: readonly MessageType[] = [SEND, ACCEPT, ANSWERED];

/** A message of the type, with the data, otherwise right. */
export function sampleMessage({ type, direction, subject }: MessageType, data: unknown): Message {
  const isFromHub = direction === 'from hub';
  return {
    specversion: '1.0',
    id: '01JCZ6V7Q0F8T4M2',
    source: isFromHub ? 'urn:imi-hub' : systemUrn('pt-1'),
    type,
    time: '2026-11-20T09:30:00Z',
    dataschema: schemaUrn(type),
    datacontenttype: 'application/json',
    authority: 'PT-0001',
    ...(subject === 'required' ? { subject: 'REQ-2026-000001', caseversion: 3 } : {}),
    ...(isFromHub ? { receiver: systemUrn('de-1') } : {}),
    data,
  };
}

/** About four kilobytes of XML, as a request of seven questions has them. */
export function typicalSend(): Message {
  const comment = {
    text: 'A titular exerce a profissão desde 2009.\nΠαρακαλούμε επιβεβαιώστε <τον τίτλο> & την ημερομηνία.',
    language: 'pt',
  };
  const questions = Array.from({ length: 7 }, (_, index) => ({
    question: `q-${index + 1}`,
    blanks: [
      { name: 'profession', value: 'Enfermeira de cuidados gerais' },
      { name: 'year', value: String(2009 + index) },
    ],
    comment,
  }));
  const sha = '0123456789abcdef'.repeat(4);
  return sampleMessage(SEND, {
    area: 'PQ',
    isUrgent: false,
    kind: 'natural-person',
    deadline: '2026-12-24',
    copies: 1,
    questions,
    attachments: [{ name: 'diploma.pdf', sha256: sha }],
  });
}
