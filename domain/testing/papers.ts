import type {
  Answer,
  AskedQuestion,
  Attachment,
  Comment,
  KeptAttachment,
  SubjectField,
} from '../exchange/content.ts';
import type { AnswerValue } from '../values/table.ts';
import { BERLIN, BONN, BRAGA, LISBON, PORTO } from './cast.ts';

/** What the authorities write to one another, filled in so that every rule is content; a test changes what it is about. */

export function comment(text: string): Comment {
  return { text, language: 'en' };
}

/** Words that stand nowhere else: whoever reads one of them has seen personal data. */
export const SUBJECT: readonly SubjectField[] = [
  { name: 'familyName', value: 'Quakenbrink' },
  { name: 'givenName', value: 'Xanthippe' },
  { name: 'birthDate', value: '1977-03-09' },
  { name: 'birthPlace', value: 'Wuppertal-Vohwinkel' },
  { name: 'sex', value: 'not-stated' },
];

export function document(id: string, more: Partial<Attachment> = {}): Attachment {
  return {
    id,
    name: `scan-of-Quakenbrink-${id}.pdf`,
    description: comment(`Diploma of Xanthippe (${id})`),
    mediaType: 'application/pdf',
    sha256: digestLike(id),
    size: 1000,
    ...more,
  };
}

/** One that the case has already. */
export function kept(id: string, more: Partial<KeptAttachment> = {}): KeptAttachment {
  return { id, name: `scan-of-Quakenbrink-${id}.pdf`, mediaType: 'application/pdf', kept: true, ...more };
}

/** Sixty-four digits that differ from document to document. */
export function digestLike(id: string): string {
  const letters = [...id].map((letter) => (letter.codePointAt(0) ?? 0).toString(16)).join('');
  return letters.padEnd(64, 'e').slice(0, 64);
}

export const ASKED: readonly AskedQuestion[] = [
  { question: 'PQ-GQ-001', blanks: [{ name: 'profession', value: 'physiotherapist' }], comment: comment('Since when?') },
  { question: 'PQ-GQ-009' },
]; // prettier-ignore

export function aRequest(more: Readonly<Record<string, unknown>> = {}) {
  return {
    area: 'PQ',
    questionSet: { id: 'pq-general', version: '1.0.0' },
    addressee: { authority: BERLIN },
    questions: ASKED,
    subject: SUBJECT,
    justification: comment('For recognition under Directive 2005/36/EC.'),
    reference: 'FILE-4711-QUAKENBRINK',
    deadline: '2026-12-31',
    attachments: [document('doc-1')],
    ...more,
  };
}

/** Some of it, as it may be left in the evening. */
export function aDraft(more: Readonly<Record<string, unknown>> = {}) {
  return {
    area: 'PQ',
    questionSet: { id: 'pq-general', version: '1.0.0' },
    questions: [{ question: 'PQ-GQ-001', comment: comment('Since when?') }],
    subject: SUBJECT.slice(0, 2),
    attachments: [document('doc-1')],
    ...more,
  };
}

export function answer(question: string, value: AnswerValue, more: Partial<Answer> = {}): Answer {
  return { question, value, ...more };
}

export const FIRST_ANSWER = answer('PQ-GQ-001', { option: 'yes' }, { comment: comment('Since 1994.') });
export const SECOND_ANSWER = answer('PQ-GQ-009', { option: 'no' });

export const PARTIAL = { answers: [FIRST_ANSWER] };
export const FULL = {
  answers: [FIRST_ANSWER, SECOND_ANSWER],
  comment: comment('With kind regards.'),
  attachments: [document('doc-9', { name: 'register-extract-Quakenbrink.pdf' })],
};
export const BECAUSE = { justification: comment('We need to know more.') };
export const OPINION = { opinion: comment('We have read both letters.') };
export const CHANGE_THIS = { comment: comment('Please name the year.') };

/** What the hub says to a request that another one has asked for. */
const OF_ANOTHER = {
  from: 'REQ-2026-000000',
  questions: ASKED,
  subject: SUBJECT,
  justification: comment('For recognition under Directive 2005/36/EC.'),
  reference: 'FILE-4711-QUAKENBRINK',
  documents: [document('doc-1')],
};
const OPEN_PART = {
  ...OF_ANOTHER,
  requesting: { authority: PORTO, coordinator: LISBON },
  to: BERLIN,
  questionSet: { id: 'pq-general', version: '1.0.0' },
  deadline: '2026-12-31',
};
const OPEN_COPY = { ...OF_ANOTHER, authority: PORTO, addressee: { authority: BERLIN } };

/** Data with which each command is content, whatever the case. */
export const PAPERS: Readonly<Record<string, unknown>> = {
  'request.save': aDraft(),
  'request.discard': {},
  'request.send': aRequest(),
  'request.approve': {},
  'request.return': CHANGE_THIS,
  'request.accept': {},
  'request.refuse': BECAUSE,
  'request.forward': { to: BONN, ...BECAUSE },
  'request.split': { to: BONN, ...BECAUSE, questions: [{ question: 'PQ-GQ-009' }] },
  'request.openPart': OPEN_PART,
  'request.copy': {
    parts: ['addressee', 'questions', 'fields', 'subject', 'justification', 'reference', 'attachments'],
  },
  'request.openCopy': OPEN_COPY,
  'request.correct': { subject: SUBJECT },
  'request.changeCoordinator': { coordinator: BRAGA },
  'request.addMessage': { topic: 'furtherDetails', comment: comment('The year is 1994.') },
  'request.allocate': { persons: ['P-1'] },
  'request.remind': { of: 'acceptance', stage: 'authority' },
  'reply.save': { answers: [FIRST_ANSWER] },
  'request.reply': FULL,
  'reply.approve': {},
  'reply.return': CHANGE_THIS,
  'request.askAdditionalInformation': BECAUSE,
  'request.acceptAdditionalInformation': {},
  'request.rejectAdditionalInformation': BECAUSE,
  'request.refer': BECAUSE,
  'request.findUnsatisfactory': OPINION,
  'request.findSatisfactory': OPINION,
  'request.uphold': BECAUSE,
  'request.close': {},
  'request.withdraw': BECAUSE,
  'report.order': { kind: 'fullWithoutPersonalData' },
  'dossier.order': { kind: 'fullWithoutPersonalData' },
  'report.issue': { report: 'R-1', sha256: digestLike('R-1'), size: 1234, to: 'PT-ORDEM' },
  'report.extend': { report: 'R-1', sha256: digestLike('R-1 extended'), size: 2345 },
  'case.ask': { event: 1, place: 0, case: 'REQ-2026-000009' },
  'content.erase': {},
};
