import type { Static } from 'typebox';
import { fault } from '../kernel/refusals.ts';
import { textIn } from '../kernel/language.ts';
import { code, list } from '../kernel/says.ts';
import { Codes, declares, hasTwice, joined, notOfType, type ValueKind } from './value-kind.ts';

const declared = declares('choices', { options: Codes });
const EXPECTED = 'one or more of the options, each once';

/** One or more of the options of the question. */
export const choices = {
  declared,
  member: 'options',
  says: list('option', code(60, { vocabulary: 'option' }), { min: 1, max: 60 }),
  expected: () => EXPECTED,
  check: ({ options }, chosen, { path }) =>
    hasTwice(chosen)
      ? [notOfType(EXPECTED, `${path}/options`)]
      : chosen.flatMap((option, index) =>
          options.includes(option)
            ? []
            : [fault('OPTION_UNKNOWN', `${path}/options/${index}`, { options: options.join(', ') })],
        ),
  options: ({ options }) => options,
  chosen: (options) => options,
  shows: (_, options, words) =>
    joined(options.map((option) => textIn(words.options.get(option) ?? {}, words.language, option))),
  print: (options) => options.join(' · '),
  form: ({ options }) => ({ control: 'checkboxes', several: true, options }),
} as const satisfies ValueKind<Static<typeof declared>, readonly string[]>;
