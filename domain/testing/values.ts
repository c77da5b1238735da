import type { Around } from '../values/value-kind.ts';
import type { AnswerValue, ValueType, ValueTypeName } from '../values/table.ts';
import { BERLIN } from './cast.ts';

/** Of every type a rule as an area declares it, and a value that is right by it. */
export const VALUES: Readonly<Record<ValueTypeName, { readonly rule: ValueType; readonly value: AnswerValue }>> = {
  choice: { rule: { type: 'choice', options: ['yes', 'no'] }, value: { option: 'yes' } },
  text: { rule: { type: 'text', maxLength: 500 }, value: { text: 'Since 1994,\nas a midwife.' } },
  date: { rule: { type: 'date' }, value: { date: '2001-07-01' } },
  period: { rule: { type: 'period' }, value: { period: { from: '2001-07-01', to: '2004-02-29' } } },
  country: { rule: { type: 'country' }, value: { country: 'BR' } },
  choices: { rule: { type: 'choices', options: ['yes', 'no', 'not-known'] }, value: { options: ['no', 'not-known'] } },
  code: { rule: { type: 'code', list: 'keywords' }, value: { code: 'midwife' } },
  codes: { rule: { type: 'codes', list: 'nace' }, value: { codes: ['Q', '86.21'] } },
  money: { rule: { type: 'money', currency: 'EUR' }, value: { money: { amount: '1250.50', currency: 'EUR' } } },
  person: {
    rule: { type: 'person' },
    value: {
      person: {
        familyName: 'Grünbaum', givenName: 'Zoë', formerName: 'Ångström', birthDate: '1961-05-23', birthPlace: 'Évora',
        nationality: 'PT', idDocumentNumber: 'X-4711',
      },
    },
  },
  authority: { rule: { type: 'authority', role: 'alertCoordinator' }, value: { authority: BERLIN } },
  attachment: { rule: { type: 'attachment' }, value: { attachments: ['doc-1', 'doc-9'] } },
  checklist: {
    rule: { type: 'checklist', steps: ['lawful', 'ceased'], inOrder: true },
    value: { steps: ['lawful', 'ceased'] },
  },
}; // prettier-ignore

/** A world as small as can be, around a value. */
export const AROUND: Around = {
  lists: new Map([
    ['keywords', new Map([['midwife', { en: 'Midwife', de: 'Hebamme' }]])],
    ['countries', new Map([['DE', { en: 'Germany' }], ['PT', { en: 'Portugal' }]])],
  ]),
  authorities: new Set([BERLIN]),
  documents: new Set(['doc-1', 'doc-9']),
}; // prettier-ignore
