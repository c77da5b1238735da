import type { Static } from 'typebox';
import { code, date, line, optional, record } from '../kernel/says.ts';
import { isCountry } from './country.ts';
import { isCalendarDate } from './date.ts';
import { declares, notOfType, type ValueKind } from './value-kind.ts';

const declared = declares('person', {});
const says = record({
  familyName: line(200),
  givenName: line(200),
  formerName: optional(line(200)),
  birthDate: optional(date()),
  birthPlace: optional(line(200)),
  nationality: optional(code(2, { vocabulary: 'country' })),
  idDocumentNumber: optional(line(200)),
});

/** Who somebody is: what identifies a natural person (directive 2005/36/EC, article 56a(2)(a)). */
export const person = {
  declared,
  member: 'person',
  says,
  isPersonal: true,
  expected: () => 'the identity of a person',
  check: (_, { birthDate, nationality }, { path }) => [
    ...(birthDate === undefined || isCalendarDate(birthDate)
      ? []
      : [notOfType('a calendar date', `${path}/person/birthDate`)]),
    ...(nationality === undefined || isCountry(nationality)
      ? []
      : [notOfType('a country code', `${path}/person/nationality`)]),
  ],
  print: ({ familyName, givenName, formerName, birthDate, birthPlace, nationality, idDocumentNumber }, how) => {
    const { phrases } = how;
    const born = birthDate === undefined ? undefined : phrases.day(birthDate);
    const country = nationality === undefined ? undefined : phrases.country(nationality);
    const former = formerName === undefined ? '' : ` (${formerName})`;
    const rest = [born, birthPlace, country, idDocumentNumber].filter((part) => part !== undefined);
    return [`${familyName}${former}, ${givenName}`, ...rest].join(' · ');
  },
  form: () => ({
    control: 'group',
    parts: [
      { name: 'familyName', label: 'label.value.familyName', control: 'line', maxLength: 200, required: true },
      { name: 'givenName', label: 'label.value.givenName', control: 'line', maxLength: 200, required: true },
      { name: 'formerName', label: 'label.value.formerName', control: 'line', maxLength: 200, required: false },
      { name: 'birthDate', label: 'label.value.birthDate', control: 'date', required: false },
      { name: 'birthPlace', label: 'label.value.birthPlace', control: 'line', maxLength: 200, required: false },
      { name: 'nationality', label: 'label.value.nationality', control: 'country', required: false },
      { name: 'idDocumentNumber', label: 'label.value.idDocumentNumber', control: 'line', maxLength: 200, required: false },
    ],
  }),
} as const satisfies ValueKind<Static<typeof declared>, Static<typeof says>>; // prettier-ignore
