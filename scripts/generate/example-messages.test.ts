import { expect, test } from 'vitest';
import { signatureProblem } from '../../connector/signature.ts';
import { CATALOGUE } from '../../schemas/catalogue.ts';
import { rightMessages } from './example-messages.ts';

const messages = rightMessages();

/** In each list of the message, those members of its entries that stand for them, and stand there twice. */
function repeated(value: unknown, path = ''): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  const inside = Object.entries(value).flatMap(([name, inner]) => repeated(inner, `${path}/${name}`));
  if (!Array.isArray(value)) return inside;
  const names = value.map((entry) => (typeof entry === 'object' ? nameOf(Object(entry)) : String(entry)));
  const twice = names.filter((name, index) => name !== undefined && names.indexOf(name) !== index);
  return [...inside, ...twice.map((name) => `${path}: ${name}`)];
}

function nameOf(entry: Readonly<Record<string, unknown>>): string | undefined {
  const found = ['id', 'question', 'field', 'name', 'code'].find((name) => typeof entry[name] === 'string');
  return found && String(entry[found]);
}

test('two entries of one name are found wherever they stand', () => {
  const twice = [{ id: 'a' }, { id: 'a' }];
  expect(repeated({ in: { attachments: twice }, parts: ['b', 'b'] })).toEqual([
    '/in/attachments: a',
    '/parts: b',
  ]);
});

test.each(CATALOGUE.types.filter(({ direction }) => direction === 'to hub').map(({ type }) => [type]))(
  'the example of %s names nothing twice: no attachment, question, answer, field or part',
  (type) => {
    expect(repeated(messages.get(type)?.data)).toEqual([]);
  },
);

test('cases are numbered in the examples as the hub numbers them', () => {
  const numbers = JSON.stringify([...messages.values()]).match(/[A-Z]{3,}-2026-[^"]*/g) ?? [];
  const cases = numbers.filter((number) => !number.startsWith('REP-'));
  expect(cases.length).toBeGreaterThan(50);
  for (const number of cases) expect(number).toMatch(/^REQ-2026-\d{7}-[0-9A-HJKMNP-TV-Z]{6}$/);
});

test('the receipt is as every receipt: signed over its own words, and of no version of the case', () => {
  const receipt = messages.get('receipt');
  expect(receipt).not.toHaveProperty('caseversion');
  // Its digest is right; by whom it is, nobody can know of an example.
  expect(receipt && signatureProblem(receipt, [])).toBe('its signature is of none of the hub’s certificates');
});
