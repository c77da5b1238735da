import Type, { type Static } from 'typebox';
import { code } from '../kernel/says.ts';
import { Code, declares, notOfType, type ValueKind } from './value-kind.ts';

const declared = declares('authority', { role: Type.Optional(Code) });
const EXPECTED = 'an authority of the directory';

/** An authority of the directory. The role that it is chosen for is told to whoever renders the form. */
export const authority = {
  declared,
  member: 'authority',
  says: code(60, { vocabulary: 'authority' }),
  expected: () => EXPECTED,
  check: (_, id, { path, authorities }) =>
    authorities.has(id) ? [] : [notOfType(EXPECTED, `${path}/authority`)],
  shows: (_, id, words) => {
    const name = words.nameOfAuthority(id);
    return name === undefined ? undefined : { text: name, language: words.language };
  },
  print: (id) => id,
  form: ({ role }) => ({ control: 'authority', ...(role === undefined ? {} : { role }) }),
} as const satisfies ValueKind<Static<typeof declared>, string>;
