import { aRequest } from './papers.ts';
import type { Settings } from './cast.ts';

/** Case-by-case derogation (handbook 7): what is asked of the Member State of establishment, and what is notified to it. */

export const IN_SERVICES: Settings = { area: 'SERVICES' };

const text = (words: string) => ({ text: words });
const steps = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${prefix}-${String(index + 1).padStart(2, '0')}`);

export const PROVIDER = [
  { name: 'providerKind', value: 'legal' },
  { name: 'name', value: 'Quakenbrink Gerüstbau GmbH' },
  { name: 'establishment', value: 'DE' },
];

export const REQUEST_FIELDS = [
  { field: 'checklist', value: { steps: steps('CBC-R', 10) } },
  { field: 'CBC-R-DESC', value: text('Scaffolding fell down twice.') },
  { field: 'CBC-R-JUST', value: text('There is no other way to protect passers-by.') },
];

const QUESTIONS = ['CBC-R-Q1', 'CBC-R-Q2', 'CBC-R-Q3', 'CBC-R-Q4'].map((question) => ({ question }));

/** The Member State of establishment is asked to take measures (article 35(2)). */
export function derogationRequest(more: Readonly<Record<string, unknown>> = {}) {
  return aRequest({
    area: 'SERVICES',
    questionSet: { id: 'services-cbc-request', version: '1.0.0' },
    questions: QUESTIONS,
    subject: PROVIDER,
    fields: REQUEST_FIELDS,
    ...more,
  });
}

const NOTIFIED = [
  { field: 'checklist', value: { steps: steps('CBC-N', 6) } },
  { field: 'CBC-N-WHY2', value: text('Nothing milder would do.') },
  { field: 'CBC-N-MEAS', value: text('No scaffolding by this provider.') },
  { field: 'CBC-N-DATE', value: { date: '2027-01-11' } },
];

export const NORMAL_FIELDS = [
  ...NOTIFIED,
  { field: 'CBC-N-PROC', value: { option: 'normal' } },
  { field: 'CBC-N-REF', value: text('REQ-2026-000001') },
  { field: 'CBC-N-WHY1', value: text('A warning was all that was given.') },
];

export const URGENT_FIELDS = [
  ...NOTIFIED,
  { field: 'CBC-N-PROC', value: { option: 'urgency' } },
  { field: 'CBC-N-URG', value: text('It may fall down any day.') },
];

/** Measures are notified to it (article 35(3) and (6)). */
export function notification(more: Readonly<Record<string, unknown>> = {}) {
  return derogationRequest({
    questionSet: { id: 'services-cbc-notification', version: '1.0.0' },
    questions: [{ question: 'CBC-N-Q1' }, { question: 'CBC-N-Q2' }],
    fields: NORMAL_FIELDS,
    ...more,
  });
}
