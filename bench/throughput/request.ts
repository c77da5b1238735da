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

/** Kilobytes of a new request: as little as can be said, as usual, and with a long comment on many questions. */
export const SIZES = ['1', '4', '64'] as const;
export type Size = (typeof SIZES)[number];

/** What is sent: new requests, or the next step of cases that there are. */
export const KINDS = ['send', 'accept', 'message', 'reply', 'close'] as const;
export type Kind = (typeof KINDS)[number];

/** A case as the receipt of the step before has left it. */
export type OpenCase = { readonly number: string; readonly version: number };

export type RequestForm = (id: string, on?: OpenCase) => Buffer;

type Command = {
  readonly type: string;
  readonly system: typeof SENDER | typeof RECEIVER;
  readonly authority: string;
  readonly data: (size: Size, now: Date) => object;
};

const ASKING = { system: SENDER, authority: 'AT-T-GESUNDHEIT' } as const;
const ANSWERING = { system: RECEIVER, authority: 'DE-T-BAYERN' } as const;

/** New requests go to whom it may concern in Bavaria: no addressee but criteria, no approval needed. */
const COMMANDS: Readonly<Record<Kind, Command>> = {
  send: { ...ASKING, type: 'request.send', data: requestData },
  accept: { ...ANSWERING, type: 'request.accept', data: () => ({ coordinator: 'DE-T-KOORDINIERUNG' }) },
  message: {
    ...ANSWERING,
    type: 'request.addMessage',
    data: () => ({ topic: 'furtherDetails', comment: german('Das Register wird noch eingesehen; die Auskunft folgt bis Ende der Woche.') }),
  },
  reply: { ...ANSWERING, type: 'request.reply', data: (size) => ({ answers: questionsOf(size).map(({ question }) => answerTo(question)) }) },
  close: { ...ASKING, type: 'request.close', data: () => ({}) },
}; // prettier-ignore

export function speakerOf(kind: Kind): typeof SENDER | typeof RECEIVER {
  return COMMANDS[kind].system;
}

const PLACES = { id: '@id@', subject: '@case@', caseversion: 987_654_321 };

/** A message of this kind in XML; a new request of 4 KB has 3.7. */
export function formOf(kind: Kind, { size = '4', now }: { readonly size?: Size; readonly now: Date }): RequestForm {
  const { type, system, authority, data } = COMMANDS[kind];
  const { subject, caseversion } = PLACES;
  const message = {
    specversion: '1.0' as const,
    id: PLACES.id,
    source: systemUrn(system),
    type,
    time: now.toISOString(),
    dataschema: schemaUrn(type),
    datacontenttype: 'application/json' as const,
    authority,
    ...(kind === 'send' ? {} : { subject, caseversion }),
    data: data(size, now),
  };
  const text = Buffer.from(compileCodecs(makeBook()).encode(message, 'xml')).toString();
  // Cut at its blanks once: making a message must cost the generator nothing.
  const pieces = text.split(/(@id@|@case@|987654321)/);
  return (id, on = NO_CASE) => {
    const filled: Readonly<Record<string, string>> = { [PLACES.id]: id, [subject]: on.number, [String(caseversion)]: String(on.version) };
    return Buffer.from(pieces.map((piece) => filled[piece] ?? piece).join(''));
  };
} // prettier-ignore

/** What an anchor is given, which looks at nothing. */
const NO_CASE: OpenCase = { number: 'REQ-2026-0000001', version: 1 };

function requestData(size: Size, now: Date) {
  const deadline = new Date(now.getTime() + DEADLINE_DAYS * 86_400_000);
  const whole = {
    area: 'PQ',
    questionSet: { id: 'pq-general', version: '1.0.0' },
    addressee: { criteria: { country: 'DE', keywords: ['nurse-general-care'], region: 'DE2' } },
    coordinator: 'AT-T-KOORDINATION',
    questions: questionsOf(size),
    subject: size === '1' ? PERSON.slice(0, 3) : PERSON,
    deadline: deadline.toISOString().slice(0, 10),
  };
  if (size === '1') return whole;
  return {
    ...whole,
    justification: german(
      'Im Verfahren zur Anerkennung der Berufsqualifikation wird um Bestätigung der folgenden Angaben nach den Artikeln 8, 50 und 56 der Richtlinie 2005/36/EG gebeten.',
    ),
    reference: 'UEBUNG/2026/0815',
  };
}

function questionsOf(size: Size) {
  if (size === '4') return QUESTIONS;
  if (size === '1') return [{ question: 'PQ-GQ-010' }];
  return LONG.map((question) => ({
    question,
    ...(WITH_PROFESSION.has(question) ? { blanks: [PROFESSION] } : {}),
    comment: german(SENTENCE.repeat(LONGEST / SENTENCE.length)),
  }));
}

/** Questions that can be asked by themselves, and what fills sixteen comments up to what one may be. */
const LONG = ['001', '002', '004', '009', '010', '012', '013', '014', '015', '016', '022', '024', '025', '026', '027', '023'].map((number) => `PQ-GQ-${number}`); // prettier-ignore
const WITH_PROFESSION = new Set(
  ['001', '002', '004', '015', '022', '025'].map((number) => `PQ-GQ-${number}`),
);
const SENTENCE = 'Bitte auch Unterbrechungen von mehr als sechs Monaten angeben, soweit sie bekannt sind. ';
const LONGEST = 4000;

const VALUES: Readonly<Record<string, object>> = {
  'PQ-GQ-013': { date: '2012-06-29' },
  'PQ-GQ-018': { option: 'basic-training' },
  'PQ-GQ-022': { period: { from: '2012-09-01', to: '2026-03-31' } },
  'PQ-GQ-023': { option: 'full-time' },
  'PQ-GQ-025': { option: 'lawful' },
  'PQ-GQ-026': { option: 'no-sanction' },
};
const IN_WORDS = new Set(['002', '004', '012', '014', '016', '024'].map((number) => `PQ-GQ-${number}`));

function answerTo(question: string) {
  const other = IN_WORDS.has(question) ? { text: 'Nach dem Register: ja, seit dem 1. September 2012.' } : { option: 'yes' };
  return { question, value: VALUES[question] ?? other };
} // prettier-ignore

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

/** What a receipt of either form says of the case, where it says that the message was accepted. */
export function answeredIn(content: Buffer): (OpenCase & { readonly id: string }) | undefined {
  const text = content.toString();
  const [, number = ''] = /"case":"([^"]+)"|<case>([^<]+)</.exec(text)?.filter((part) => part !== undefined) ?? [];
  const [, version] = /"version":(\d+)|<version>(\d+)</.exec(text)?.filter((part) => part !== undefined) ?? [];
  const id = messageIdIn(content);
  const isAccepted = /"outcome":"accepted"|<outcome>accepted</.test(text);
  if (!isAccepted || id === undefined || version === undefined) return undefined;
  return { id, number, version: Number(version) };
} // prettier-ignore
