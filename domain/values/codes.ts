import type { Static } from 'typebox';
import { code, list as listOf } from '../kernel/says.ts';
import { codeIn, hasCode } from './code-lists.ts';
import { Code, declares, hasTwice, joined, notOfType, type ValueKind } from './value-kind.ts';

const declared = declares('codes', { list: Code });

type Rule = Static<typeof declared>;

/** One or more codes of a code list. */
export const codes = {
  declared,
  member: 'codes',
  says: listOf('code', code(60), { min: 1, max: 100 }),
  expected,
  check: (rule, values, { path, lists }) =>
    hasTwice(values)
      ? [notOfType(expected(rule), `${path}/codes`)]
      : values.flatMap((value, index) =>
          hasCode(lists, rule.list, value)
            ? []
            : [notOfType(`a code of the list ${rule.list}`, `${path}/codes/${index}`)],
        ),
  list: ({ list }) => list,
  shows: ({ list }, values, words) =>
    joined(values.flatMap((value) => codeIn(words, { list, code: value }) ?? [])),
  print: (values) => values.join(' · '),
  form: ({ list }) => ({ control: 'codes', several: true, list }),
} as const satisfies ValueKind<Rule, readonly string[]>;

function expected({ list }: Rule): string {
  return `one or more codes of the list ${list}, each once`;
}
