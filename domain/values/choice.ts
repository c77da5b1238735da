import type { Static } from 'typebox';
import { fault, type Fault } from '../kernel/refusals.ts';
import { textIn } from '../kernel/language.ts';
import { code } from '../kernel/says.ts';
import { Codes, declares, type ValueKind } from './value-kind.ts';

const declared = declares('choice', { options: Codes });

type Rule = Static<typeof declared>;

/** One of the options of the question. */
export const choice = {
  declared,
  member: 'option',
  says: code(60, { vocabulary: 'option' }),
  expected: () => 'one of the options',
  check: (rule, option, { path }) => notAmong(rule, option, `${path}/option`),
  checkLine: (rule, line, { path }) => notAmong(rule, line, path),
  options: ({ options }) => options,
  chosen: (option) => [option],
  shows: (_, option, words) => textIn(words.options.get(option) ?? {}, words.language, option),
  print: (option) => option,
  form: ({ options }) => ({ control: 'radio', options }),
} as const satisfies ValueKind<Rule, string>;

function notAmong({ options }: Rule, option: string, path: string): readonly Fault[] {
  return options.includes(option) ? [] : [fault('OPTION_UNKNOWN', path, { options: options.join(', ') })];
}
