import * as fc from 'fast-check';
import type { Arbitrary } from 'fast-check';
import type { TSchema } from 'typebox';
import {
  amount, bytes, choice, code, currency, date, flag, instant, integer, line, list, oneOf,
  personNumber, optional, record, sha256, text, uuid,
} from '../../../domain/kernel/says.ts'; // prettier-ignore
import {
  shapeOf,
  type ListShape,
  type RecordShape,
  type Shape,
  type TextShape,
} from '../../../schemas/message/shape.ts';

/** Any schema of the says-language, up to the depth. */
export function anySchema(depth = 3): Arbitrary<TSchema> {
  if (depth === 0) return anyScalar();
  const member = anySchema(depth - 1);
  return fc.oneof(
    { weight: 2, arbitrary: anyScalar() },
    { weight: 3, arbitrary: anyRecord(member) },
    {
      weight: 2,
      arbitrary: fc.dictionary(name, member, { minKeys: 1, maxKeys: 3 }).map((members) => choice(members)),
    },
    { weight: 2, arbitrary: anyList(member) },
  );
}

const name = fc.stringMatching(/^[a-z][A-Za-z0-9_.-]{0,5}$/);

export function anyRecord(member: Arbitrary<TSchema>): Arbitrary<TSchema> {
  const maybeOptional = fc
    .tuple(member, fc.boolean())
    .map(([schema, isOptional]) => (isOptional ? optional(schema) : schema));
  return fc.dictionary(name, maybeOptional, { maxKeys: 4 }).map((members) => record(members));
}

function anyList(items: Arbitrary<TSchema>): Arbitrary<TSchema> {
  return fc
    .record({ entry: name, items, min: fc.nat(2), more: fc.nat(3) })
    .map(({ entry, items: schema, min, more }) => list(entry, schema, { min, max: min + more }));
}

function anyScalar(): Arbitrary<TSchema> {
  const length = fc.integer({ min: 1, max: 40 });
  return fc.oneof(
    length.map((most) => line(most)),
    length.map((most) => text(most)),
    length.map((most) => code(most)),
    length.map((most) => bytes(most)),
    fc
      .record({ min: fc.integer(), span: fc.nat() })
      .map(({ min, span }) => integer({ min, max: min + span })),
    fc.constantFrom(
      date(),
      instant(),
      flag(),
      sha256(),
      uuid(),
      amount(),
      currency(),
      oneOf(['one', 'two words', 'three']),
    ),
  );
}

/** Any value that the shape admits. */
export function valueOf(shape: Shape): Arbitrary<unknown> {
  if (shape.kind === 'record') return recordOf(shape);
  if (shape.kind === 'list') return listOf(shape);
  if (shape.kind === 'flag') return fc.boolean();
  if (shape.kind === 'integer') return fc.integer({ min: shape.minimum, max: shape.maximum });
  return textOf(shape);
}

function recordOf({ members, required, isChoice }: RecordShape): Arbitrary<unknown> {
  const model = Object.fromEntries([...members].map(([member, shape]) => [member, valueOf(shape)]));
  if (!isChoice) return fc.record(model, { requiredKeys: [...required] });
  return fc.oneof(
    ...Object.entries(model).map(([member, value]) => value.map((given) => ({ [member]: given }))),
  );
}

function listOf({ items, min, max }: ListShape): Arbitrary<unknown> {
  return fc.array(valueOf(items), { minLength: min, maxLength: Math.min(max, min + 4) });
}

const instants = fc.date({ min: new Date('1000-01-01'), max: new Date('9999-12-31'), noInvalidDate: true });
/** What parsers stumble over: markup, line ends, quotes, other planes, what only looks like white space. */
const tricky = fc.constantFrom(
  '<',
  '&',
  ']]>',
  '"',
  "'",
  '\n',
  '\t',
  ' ',
  'é',
  'Ω',
  '\u{A0}',
  '\u{200D}',
  '\u{200F}',
  '\u{1F600}',
);
const word = fc.constantFrom('a', 'Z', '0', '.', '-', '&amp;', '<!--', '<![CDATA[', '\\u0041', '\uFEFF');

/** Of digits and letters alone: any text that the pattern has will do. */
const DIGITS: ReadonlySet<string | undefined> = new Set(
  [sha256(), uuid(), amount(), currency(), personNumber()].flatMap((schema) => {
    const shape = shapeOf(schema);
    return shape.kind === 'text' ? [shape.pattern] : [];
  }),
);

function textOf(shape: TextShape): Arbitrary<unknown> {
  if (shape.values !== undefined) return fc.constantFrom(...shape.values);
  if (shape.form === 'date') return instants.map((instant_) => instant_.toISOString().slice(0, 10));
  if (shape.form === 'date-time') return instants.map((instant_) => instant_.toISOString());
  const whole = new RegExp(`^(?:${shape.pattern ?? ''})$`, 'u');
  const plain = ['x', 'x/x'].find((given) => whole.test(given)) ?? '';
  if (DIGITS.has(shape.pattern)) return fc.stringMatching(whole);
  if (shape.pattern?.startsWith('doc-') === true)
    return fc.integer({ min: 1, max: 999 }).map((number) => `doc-${number}`);
  return fc
    .array(fc.oneof(tricky, word), { minLength: 1, maxLength: 12 })
    .map((parts) => [...parts.join('')].slice(0, shape.maxLength).join(''))
    .map((given) => (whole.test(given) ? given : plain));
}
