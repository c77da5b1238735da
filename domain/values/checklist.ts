import Type, { type Static } from 'typebox';
import { textIn } from '../kernel/language.ts';
import { code, list } from '../kernel/says.ts';
import { Codes, declares, joined, notOfType, type ValueKind } from './value-kind.ts';

const declared = declares('checklist', { steps: Codes, inOrder: Type.Optional(Type.Boolean()) });

type Rule = Static<typeof declared>;

/** Steps that all have to be confirmed, in their order where the list says so (handbook 6 and 7: nothing is sent before). */
export const checklist = {
  declared,
  member: 'steps',
  says: list('step', code(60, { vocabulary: 'option' }), { min: 1, max: 60 }),
  expected,
  check: (rule, confirmed, { path }) =>
    isWhole(rule, confirmed) ? [] : [notOfType(expected(rule), `${path}/steps`)],
  options: ({ steps }) => steps,
  shows: (_, steps, words) =>
    joined(steps.map((step) => textIn(words.options.get(step) ?? {}, words.language, step))),
  print: (steps) => steps.join(' · '),
  form: ({ steps }) => ({ control: 'checkboxes', several: true, all: true, options: steps }),
} as const satisfies ValueKind<Rule, readonly string[]>;

function expected({ steps, inOrder }: Rule): string {
  return `all steps of the checklist, each once${inOrder === true ? ', in this order' : ''}: ${steps.join(', ')}`;
}

function isWhole({ steps, inOrder }: Rule, confirmed: readonly string[]): boolean {
  const [given, wanted] = inOrder === true ? [confirmed, steps] : [confirmed.toSorted(), steps.toSorted()];
  return given.length === wanted.length && wanted.every((step, index) => step === given[index]);
}
