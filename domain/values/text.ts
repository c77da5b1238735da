import Type, { type Static } from 'typebox';
import type { Fault } from '../kernel/refusals.ts';
import { text as says } from '../kernel/says.ts';
import { declares, notOfType, type ValueKind } from './value-kind.ts';

const declared = declares('text', { maxLength: Type.Integer({ minimum: 1, maximum: 4000 }) });

type Rule = Static<typeof declared>;

/** Free text. Its length is counted as people count, in characters, not in UTF-16 units. */
export const text = {
  declared,
  member: 'text',
  says: says(4000),
  expected,
  check: tooLong,
  checkLine: tooLong,
  print: (value) => value,
  form: ({ maxLength }) => ({ control: maxLength > 300 ? 'textarea' : 'line', maxLength }),
} as const satisfies ValueKind<Rule, string>;

function expected({ maxLength }: Rule): string {
  return `text of at most ${maxLength} characters`;
}

function tooLong(rule: Rule, value: string, { path }: { readonly path: string }): readonly Fault[] {
  return [...value].length <= rule.maxLength ? [] : [notOfType(expected(rule), path)];
}
