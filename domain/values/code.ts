import Type, { type Static } from 'typebox';
import type { Fault } from '../kernel/refusals.ts';
import { textIn } from '../kernel/language.ts';
import { code as says } from '../kernel/says.ts';
import { codeIn, hasCode } from './code-lists.ts';
import { Code, Codes, declares, notOfType, type LineAt, type ValueKind } from './value-kind.ts';

const declared = declares('code', { list: Code, extra: Type.Optional(Codes) });

type Rule = Static<typeof declared>;

/** A code of a code list, or one of the few that the question admits besides (such as that it is not known). */
export const code = {
  declared,
  member: 'code',
  says: says(60),
  expected,
  check: (rule, value, { path, lists }) => unknown(rule, value, { path: `${path}/code`, lists }),
  checkLine: unknown,
  options: ({ extra = [] }) => extra,
  chosen: (value) => [value],
  list: ({ list }) => list,
  shows: ({ list, extra = [] }, value, words) =>
    extra.includes(value)
      ? textIn(words.options.get(value) ?? {}, words.language, value)
      : codeIn(words, { list, code: value }),
  print: (value) => value,
  form: ({ list, extra }) => ({ control: 'codes', list, ...(extra === undefined ? {} : { options: extra }) }),
} as const satisfies ValueKind<Rule, string>;

function expected({ list }: Rule): string {
  return `a code of the list ${list}`;
}

function unknown(rule: Rule, value: string, { path, lists }: LineAt): readonly Fault[] {
  const isKnown = rule.extra?.includes(value) === true || hasCode(lists, rule.list, value);
  return isKnown ? [] : [notOfType(expected(rule), path)];
}
