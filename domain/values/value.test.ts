import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AROUND, VALUES } from '../testing/values.ts';
import { hasCode } from './code-lists.ts';
import { VALUE_KINDS, VALUE_TYPE_NAMES, type AnswerValue, type ValueType } from './table.ts';
import { checkLine, checkValue, chosenIn, formOf, isPersonal, optionsOf } from './value.ts';

const PATH = '/data/answers/0/value';
const RULES = VALUE_TYPE_NAMES.map((name) => [name, VALUES[name]] as const);

function faultsOf(rule: ValueType, value: AnswerValue): readonly string[] {
  return checkValue(rule, value, { ...AROUND, path: PATH }).map(({ code, path }) => `${code} ${path}`);
}

describe('the table', () => {
  test.each(Object.entries(VALUE_KINDS))('declares %s by the name that it stands under', (name, { declared }) => {
    expect(declared.properties.type.const).toBe(name);
  });

  test('gives every type a member of its own', () => {
    const members = Object.values(VALUE_KINDS).map(({ member }) => member);
    expect(new Set(members).size).toBe(members.length);
  });

  test('asks for every option that a rule names', () => {
    expect(RULES.filter(([, { rule }]) => optionsOf(rule).length > 0).map(([name]) => name)).toEqual(['choice', 'choices', 'checklist']);
    expect(optionsOf({ type: 'code', list: 'countries', extra: ['UNKNOWN'] })).toEqual(['UNKNOWN']);
  });

  test('knows the values that tell who somebody is', () => {
    expect(RULES.filter(([, { value }]) => isPersonal(value)).map(([name]) => name)).toEqual(['person']);
  });

  test('knows which options a value chose', () => {
    const chosen = RULES.map(([name, { value }]) => [name, chosenIn(value)]).filter(([, options]) => options?.length);
    expect(Object.fromEntries(chosen)).toEqual({ choice: ['yes'], choices: ['no', 'not-known'], code: ['midwife'] });
  });
}); // prettier-ignore

describe('a value of each type', () => {
  test.each(RULES)('%s is good where it is asked for', (_, { rule, value }) => {
    expect(faultsOf(rule, value)).toEqual([]);
  });

  test.each(RULES)('%s is one fault where another type is asked for', (name, { value }) => {
    for (const [other, { rule }] of RULES.filter(([one]) => one !== name)) {
      expect([other, faultsOf(rule, value)]).toEqual([other, [`VALUE_NOT_OF_TYPE ${PATH}`]]);
    }
  });

  test.each(RULES)('%s says in a form how it is asked for', (_, { rule }) => {
    const form = formOf(rule);
    expect(form.control === 'group').toBe(form.parts !== undefined);
    expect(form.options ?? []).toEqual(optionsOf(rule));
  });
});

describe('a hostile value is refused with one clear fault', () => {
  const { person } = VALUES.person.value;
  test.each<readonly [string, ValueType, AnswerValue, string]>([
    ['an option that is not offered', VALUES.choice.rule, { option: 'perhaps' }, 'OPTION_UNKNOWN …/option'],
    ['an option of another set among good ones', VALUES.choices.rule, { options: ['no', 'perhaps'] }, 'OPTION_UNKNOWN …/options/1'],
    ['an option twice', VALUES.choices.rule, { options: ['no', 'no'] }, 'VALUE_NOT_OF_TYPE …/options'],
    ['a text that is one character too long', { type: 'text', maxLength: 3 }, { text: 'äöü!' }, 'VALUE_NOT_OF_TYPE …'],
    ['half a date', VALUES.date.rule, { date: '2001-07' }, 'VALUE_NOT_OF_TYPE …'],
    ['a day that no calendar has', VALUES.date.rule, { date: '2001-02-29' }, 'VALUE_NOT_OF_TYPE …'],
    ['a period with half an end', VALUES.period.rule, { period: { from: '2001-07-01', to: '2002' } }, 'VALUE_NOT_OF_TYPE …'],
    ['a period that ends before it begins', VALUES.period.rule, { period: { from: '2001-07-02', to: '2001-07-01' } }, 'VALUE_NOT_OF_TYPE …'],
    ['a country that there is not', VALUES.country.rule, { country: 'QX' }, 'VALUE_NOT_OF_TYPE …'],
    ['a country in small letters', VALUES.country.rule, { country: 'de' }, 'VALUE_NOT_OF_TYPE …'],
    ['a code of another list', { type: 'code', list: 'countries' }, { code: 'midwife' }, 'VALUE_NOT_OF_TYPE …/code'],
    ['a code of a list that is gone', { type: 'code', list: 'lost' }, { code: 'DE' }, 'VALUE_NOT_OF_TYPE …/code'],
    ['a code that only another question admits', { type: 'code', list: 'countries' }, { code: 'UNKNOWN' }, 'VALUE_NOT_OF_TYPE …/code'],
    ['a strange code among good ones', { type: 'codes', list: 'countries' }, { codes: ['DE', 'XX', 'PT'] }, 'VALUE_NOT_OF_TYPE …/codes/1'],
    ['a code twice', { type: 'codes', list: 'countries' }, { codes: ['DE', 'DE'] }, 'VALUE_NOT_OF_TYPE …/codes'],
    ['money of another currency', VALUES.money.rule, { money: { amount: '1', currency: 'SEK' } }, 'VALUE_NOT_OF_TYPE …/money/currency'],
    ['a person born on half a day', VALUES.person.rule, { person: { familyName: 'A', givenName: 'B', birthDate: '1961-05' } }, 'VALUE_NOT_OF_TYPE …/person/birthDate'],
    ['a person of no country', VALUES.person.rule, { person: { familyName: 'A', givenName: 'B', nationality: 'QX' } }, 'VALUE_NOT_OF_TYPE …/person/nationality'],
    ['an authority that nobody knows', VALUES.authority.rule, { authority: 'DE-NOBODY' }, 'VALUE_NOT_OF_TYPE …/authority'],
    ['a document that is not there', VALUES.attachment.rule, { attachments: ['doc-1', 'doc-7'] }, 'ATTACHMENT_UNKNOWN …/attachments/1'],
    ['a document twice', VALUES.attachment.rule, { attachments: ['doc-1', 'doc-1'] }, 'VALUE_NOT_OF_TYPE …/attachments'],
    ['a checklist with an open step', VALUES.checklist.rule, { steps: ['lawful'] }, 'VALUE_NOT_OF_TYPE …/steps'],
    ['a checklist out of its order', VALUES.checklist.rule, { steps: ['ceased', 'lawful'] }, 'VALUE_NOT_OF_TYPE …/steps'],
    ['a checklist with a strange step', VALUES.checklist.rule, { steps: ['lawful', 'strange'] }, 'VALUE_NOT_OF_TYPE …/steps'],
    ['a step confirmed twice in place of another', { type: 'checklist', steps: ['a', 'b'] }, { steps: ['a', 'a'] }, 'VALUE_NOT_OF_TYPE …/steps'],
  ])('%s', (...[, rule, value, fault]) => {
    expect(faultsOf(rule, value)).toEqual([fault.replace('…', PATH)]);
  });

  test('which says what is expected and never what was written', () => {
    const faults = RULES.flatMap(([, { rule }]) => checkValue(rule, person === undefined ? { text: '' } : { person }, { ...AROUND, path: PATH }));
    expect(faults).toHaveLength(RULES.length - 1);
    expect(JSON.stringify(faults)).not.toMatch(/Grünbaum|4711/);
  });
}); // prettier-ignore

test('a checklist without an order is good in any', () => {
  const steps = ['a', 'b', 'c'];
  fc.assert(
    fc.property(fc.shuffledSubarray(steps, { minLength: 3 }), (confirmed) => {
      expect(faultsOf({ type: 'checklist', steps }, { steps: confirmed })).toEqual([]);
    }),
  );
});

describe('by property', () => {
  test('a text is good just as long as it has no more characters than the question takes', () => {
    const given = fc.tuple(fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }), fc.integer({ min: 1, max: 40 }));
    fc.assert(
      fc.property(given, ([text, maxLength]) => {
        expect(faultsOf({ type: 'text', maxLength }, { text }).length === 0).toBe([...text].length <= maxLength);
      }),
    );
  });

  test('a date is good just where the calendar has it', () => {
    const parts = fc.tuple(fc.integer({ min: 1000, max: 9999 }), fc.integer({ min: 0, max: 13 }), fc.integer({ min: 0, max: 32 }));
    fc.assert(
      fc.property(parts, ([year, month, day]) => {
        const date = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
        const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
        const days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
        const isThere = day >= 1 && day <= days;
        expect([date, faultsOf(VALUES.date.rule, { date }).length === 0]).toEqual([date, isThere]);
      }),
    );
  });

  test('a period is good just where its end is not before its beginning', () => {
    const day = fc
      .tuple(fc.integer({ min: 1000, max: 9999 }), fc.integer({ min: 10, max: 12 }), fc.integer({ min: 10, max: 30 }))
      .map((parts) => parts.join('-'));
    fc.assert(
      fc.property(day, day, (from, to) => {
        expect(faultsOf(VALUES.period.rule, { period: { from, to } }).length === 0).toBe(from <= to);
        expect(faultsOf(VALUES.period.rule, { period: { from } })).toEqual([]);
      }),
    );
  });

  test('options are good just where all are offered and none stands twice', () => {
    const offered = ['a', 'b', 'c'];
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1, maxLength: 5 }), (options) => {
        const isGood = new Set(options).size === options.length && !options.includes('d');
        expect(faultsOf({ type: 'choices', options: offered }, { options }).length === 0).toBe(isGood);
      }),
    );
  });
}); // prettier-ignore

describe('a line of what is said of the person', () => {
  const at = { lists: AROUND.lists, path: '/data/subject/0/value' };
  test.each<readonly [ValueType, string, readonly string[]]>([
    [VALUES.choice.rule, 'yes', []],
    [VALUES.choice.rule, 'perhaps', ['OPTION_UNKNOWN']],
    [VALUES.date.rule, '1961-05-23', []],
    [VALUES.date.rule, '1961-05', ['VALUE_NOT_OF_TYPE']],
    [VALUES.country.rule, 'EL', []],
    [VALUES.country.rule, 'QX', ['VALUE_NOT_OF_TYPE']],
    [{ type: 'code', list: 'nace' }, '49.41', []],
    [{ type: 'code', list: 'nace' }, '34', ['VALUE_NOT_OF_TYPE']],
    // These have no form that is one line.
    [VALUES.period.rule, '2001-07-01', ['VALUE_NOT_OF_TYPE']],
    [VALUES.person.rule, 'Grünbaum', ['VALUE_NOT_OF_TYPE']],
    [VALUES.money.rule, '3', ['VALUE_NOT_OF_TYPE']],
  ])('%j is %s: %j', (rule, line, codes) => {
    expect(checkLine(rule, line, at).map(({ code, path }) => [code, path])).toEqual(
      codes.map((code) => [code, at.path]),
    );
  });
});

function isKnown(code: string): boolean {
  return hasCode(new Map(), 'nace', code);
}

test('of NACE sections, divisions, groups and classes are known, and no gaps', () => {
  expect(['A', 'U', '01', '43', '86', '86.2', '86.21', '99'].filter((code) => !isKnown(code))).toEqual([]);
  expect(['V', 'a', '00', '04', '34', '44', '83', '8', '860', '86.', '86.0', '86.211', ''].filter(isKnown)).toEqual([]);
  const divisions = Array.from({ length: 100 }, (_, one) => String(one).padStart(2, '0')).filter(isKnown);
  expect(divisions).toHaveLength(88);
}); // prettier-ignore
