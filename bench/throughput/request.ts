import { schemaUrn, systemUrn } from '../../domain/kernel/message.ts';
import { compileCodecs } from '../../adapters/codecs/codecs.ts';
import { makeBook } from '../../schemas/catalogue.ts';

/** Systems at the ends of the measured way: the one that asks (XML), and the one that is asked (JSON). */
export const SENDER = 'at-anerkennung';
export const RECEIVER = 'de-laender';

const PROFESSION = { name: 'profession', value: 'Gesundheits- und Krankenpflege' };

const QUESTIONS = [
  { question: 'PQ-GQ-001', blanks: [PROFESSION] },
  {
    question: 'PQ-GQ-004',
    blanks: [PROFESSION],
    comment: german(
      'Von Interesse sind vor allem Tätigkeiten, die unter Aufsicht ausgeübt werden durften, und ab wann die Aufsicht entfiel.',
    ),
  },
  { question: 'PQ-GQ-010' },
  { question: 'PQ-GQ-013' },
  {
    question: 'PQ-GQ-015',
    blanks: [PROFESSION],
    comment: german('Maßgeblich ist der Tag der Antragstellung.'),
  },
  {
    question: 'PQ-GQ-022',
    blanks: [PROFESSION],
    comment: german(
      'Bitte auch Unterbrechungen von mehr als sechs Monaten angeben, soweit sie bekannt sind.',
    ),
  },
  {
    question: 'PQ-GQ-023',
    comment: german('Angaben zum Umfang der Beschäftigung, in Vollzeit oder in Teilzeit, wären hilfreich.'),
  },
  { question: 'PQ-GQ-025', blanks: [PROFESSION] },
  {
    question: 'PQ-GQ-027',
    comment: german(
      'Die Auskunft wird für die Entscheidung über Ausgleichsmaßnahmen gebraucht und nur im Verfahren verwendet. Sollte ein Register geführt werden, so genügt der Hinweis auf die Eintragung.',
    ),
  },
];

/** Invented, like all training data. */
const PERSON = [
  { name: 'familyName', value: 'Beispiel-Übungsfall' },
  { name: 'givenName', value: 'Erika' },
  { name: 'birthDate', value: '1988-07-02' },
  { name: 'birthPlace', value: 'Übungsstadt' },
  { name: 'nationality', value: 'DE' },
  { name: 'sex', value: 'female' },
  { name: 'idDocumentNumber', value: 'UEBUNG-00001' },
];

const DEADLINE_DAYS = 28;

export type RequestForm = (id: string) => Buffer;

/** `request.send` in XML, some 3.9 KB, to whom it may concern in Bavaria: no addressee but criteria, no approval needed. */
export function requestForm(now: Date): RequestForm {
  const place = '@id@';
  const message = {
    specversion: '1.0' as const,
    id: place,
    source: systemUrn(SENDER),
    type: 'request.send',
    time: now.toISOString(),
    dataschema: schemaUrn('request.send'),
    datacontenttype: 'application/json' as const,
    authority: 'AT-T-GESUNDHEIT',
    data: requestData(new Date(now.getTime() + DEADLINE_DAYS * 86_400_000)),
  };
  const bytes = compileCodecs(makeBook()).encode(message, 'xml');
  const [head = '', tail = ''] = Buffer.from(bytes).toString().split(place);
  return (id) => Buffer.from(`${head}${id}${tail}`);
}

function requestData(deadline: Date) {
  return {
    area: 'PQ',
    questionSet: { id: 'pq-general', version: '1.0.0' },
    addressee: { criteria: { country: 'DE', keywords: ['nurse-general-care'], region: 'DE2' } },
    coordinator: 'AT-T-KOORDINATION',
    questions: QUESTIONS,
    subject: PERSON,
    justification: german(
      'Im Verfahren zur Anerkennung der Berufsqualifikation wird um Bestätigung der folgenden Angaben nach den Artikeln 8, 50 und 56 der Richtlinie 2005/36/EG gebeten.',
    ),
    reference: 'UEBUNG/2026/0815',
    deadline: deadline.toISOString().slice(0, 10),
  };
}

function german(text: string) {
  return { text, language: 'de' };
}

/** Ids of the bench's messages can be found again in whatever is said about them. */
export function messageId(run: string, number: number): string {
  return `bench-${run}-${number}`;
}

export function messageIdIn(content: Buffer): string | undefined {
  return /bench-[a-z0-9]+-\d+/.exec(content.toString('latin1'))?.[0];
}
