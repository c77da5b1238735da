import { expect, test } from 'vitest';
import { compileAreas } from '../../../schemas/area/compile.ts';
import { areaOf } from '../../testing/areas.ts';
import { BERLIN, handler, PORTO, reader } from '../../testing/cast.ts';
import { given } from '../../testing/given.ts';
import { aRequest } from '../../testing/papers.ts';

/** The law of services, under the code of the area in which the authorities of the stories are active. */
const area = { ...areaOf(compileAreas('schemas/areas'), 'SERVICES'), code: 'PQ' };

const PROVIDER = [
  { name: 'providerKind', value: 'legal' },
  { name: 'name', value: 'Quakenbrink Lda.' },
  { name: 'naceCode', value: '86.21' },
];

function sending(change: Readonly<Record<string, unknown>> = {}) {
  return given({ area }).when(
    handler(PORTO),
    'request.send',
    aRequest({
      questionSet: { id: 'services-general', version: '1.0.0' },
      questions: [{ question: 'SV-GQ-001' }],
      subject: PROVIDER,
      ...change,
    }),
  );
}

test('a request about a provider of services says its activity by a code', () => {
  const sent = sending().after(handler(BERLIN), 'request.accept');
  const seen = sent.seenBy(reader(BERLIN, 'request handler'))?.subject;
  expect(seen?.map(({ type, value, text }) => [type, value, text?.text])).toEqual([
    ['choice', 'legal', 'Legal person'],
    ['text', 'Quakenbrink Lda.', undefined],
    ['code', '86.21', undefined],
  ]);
});

test('which has to be one of NACE', () => {
  const subject = [...PROVIDER.slice(0, 2), { name: 'naceCode', value: '34.00' }];
  expect(sending({ subject }).outcome).toEqual(['VALUE_NOT_OF_TYPE /data/subject/2/value']);
});

test('and needs its reasons, as the law has it', () => {
  expect(sending({ justification: undefined }).outcome).toEqual([
    'JUSTIFICATION_REQUIRED /data/justification',
  ]);
});

test('no request is made with the set of an alert', () => {
  const sent = sending({ questionSet: { id: 'services-alert', version: '1.0.0' } });
  expect(sent.outcome).toEqual(['QUESTION_SET_UNKNOWN /data/questionSet']);
});

test('whoever asks asks something, and what the set always asks', () => {
  expect(sending({ questions: [] }).outcome).toEqual(['QUESTIONS_MISSING /data/questions']);
  const questionSet = { id: 'services-cbc-request', version: '1.0.0' };
  const asked = sending({ questionSet, questions: [{ question: 'CBC-R-Q1' }], subject: [] });
  const fixed = asked.faults.filter(({ code }) => code === 'QUESTION_FIXED');
  expect(fixed.map(({ facts }) => facts['question'])).toEqual(['CBC-R-Q2', 'CBC-R-Q3', 'CBC-R-Q4']);
});
