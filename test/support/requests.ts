import { newMessage, type Message } from '../../connector/message.ts';
import type { Answer } from '../../connector/receipt.ts';
import { registration } from './systems.ts';

/** Data that the tests send; the persons are invented. */

export const PERSON = [
  { name: 'familyName', value: 'Musterfrau-Beispiel' },
  { name: 'givenName', value: 'Mia' },
  { name: 'birthDate', value: '1990-03-14' },
] as const;

export type Wanted = {
  readonly country?: string;
  readonly keyword?: string;
  readonly comment?: string;
  readonly attachment?: Uint8Array;
};

/** A request about a teacher, to the Greek authority unless another country is wanted. */
export function requestData(wanted: Wanted = {}) {
  const { country = 'EL', keyword = 'secondary-school-teacher', comment, attachment } = wanted;
  return {
    area: 'PQ',
    questionSet: { id: 'pq-general', version: '1.0.0' },
    addressee: { criteria: { country, keywords: [keyword] } },
    questions: [
      { question: 'PQ-GQ-010', ...(comment === undefined ? {} : { comment: written(comment) }) },
      ...(attachment === undefined ? [] : [{ question: 'PQ-GQ-031', attachment: 'doc-1' }]),
    ],
    subject: PERSON,
    deadline: new Date(Date.now() + 21 * 86_400_000).toISOString().slice(0, 10),
    ...(attachment === undefined ? {} : { attachments: [diploma(attachment)] }),
  };
}

function diploma(bytes: Uint8Array) {
  const content = Buffer.from(bytes).toString('base64');
  return { id: 'doc-1', name: 'diploma-mia.png', mediaType: 'image/png', content };
}

export function written(text: string, language = 'de') {
  return { text, language };
}

/** The message by which a system asks, in the name of its first authority. */
export function request(system: string, data: unknown = requestData()): Message {
  return newMessage(system, 'request.send', { authority: authorityOf(system), data });
}

/** A command on a case as the receipt of the step before has left it. */
export function command(
  system: string,
  type: string,
  on: { readonly case: Pick<Answer, 'case' | 'version'>; readonly data?: unknown },
): Message {
  const { case: subject = '', version: caseversion = 0 } = on.case;
  const data = on.data ?? {};
  return newMessage(system, type, { authority: authorityOf(system), subject, caseversion, data });
}

function authorityOf(system: string): string {
  return registration(system).authorities[0] ?? '';
}

export const YES = { answers: [{ question: 'PQ-GQ-010', value: { option: 'yes' } }] };

/** Two faults by the rules of the area: an unknown keyword, and a deadline that has passed. */
export function wrongData() {
  return { ...requestData({ keyword: 'astronaut' }), deadline: '2020-01-01' };
}

/** A comment on which the fragile worker dies, as a bug in a library might make it. */
export const DEADLY = 'a comment that ends the process';
