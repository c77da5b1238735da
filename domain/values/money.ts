import Type, { type Static } from 'typebox';
import { amount, AMOUNT, currency, record } from '../kernel/says.ts';
import { declares, notOfType, type ValueKind } from './value-kind.ts';

const declared = declares('money', { currency: Type.Optional(Type.String({ pattern: '^[A-Z]{3}$' })) });
const says = record({ amount: amount(), currency: currency() });

type Rule = Static<typeof declared>;

/** An amount in the currency that the question asks for, or in any. */
export const money = {
  declared,
  member: 'money',
  says,
  expected,
  check: (rule, value, { path }) =>
    rule.currency === undefined || rule.currency === value.currency
      ? []
      : [notOfType(expected(rule), `${path}/money/currency`)],
  print: (value, { phrases }) => phrases.money(value.amount, value.currency),
  form: (rule) => ({
    control: 'group',
    ...(rule.currency === undefined ? {} : { currency: rule.currency }),
    parts: [
      { name: 'amount', label: 'label.value.amount', control: 'line', maxLength: 15, pattern: AMOUNT, required: true },
      { name: 'currency', label: 'label.value.currency', control: 'line', maxLength: 3, required: true },
    ],
  }),
} as const satisfies ValueKind<Rule, Static<typeof says>>; // prettier-ignore

function expected(rule: Rule): string {
  return rule.currency === undefined ? 'an amount of money' : `an amount in ${rule.currency}`;
}
