import Type, { type Static } from 'typebox';
import { choice as oneMember, type ExactlyOne } from '../kernel/says.ts';
import { attachment } from './attachment.ts';
import { authority } from './authority.ts';
import { checklist } from './checklist.ts';
import { choice } from './choice.ts';
import { choices } from './choices.ts';
import { code } from './code.ts';
import { codes } from './codes.ts';
import { country } from './country.ts';
import { date } from './date.ts';
import { money } from './money.ts';
import { period } from './period.ts';
import { person } from './person.ts';
import { text } from './text.ts';

/** Every type of value that an area can ask for, by the name that it declares it with. The order is that of the schemas. */
export const VALUE_KINDS = {
  choice,
  text,
  date,
  period,
  country,
  choices,
  code,
  codes,
  money,
  person,
  authority,
  attachment,
  checklist,
} as const;

type Kinds = typeof VALUE_KINDS;
export type ValueTypeName = keyof Kinds;

function isTypeName(name: string): name is ValueTypeName {
  return Object.hasOwn(VALUE_KINDS, name);
}

export const VALUE_TYPE_NAMES: readonly ValueTypeName[] = Object.keys(VALUE_KINDS).filter(isTypeName);

/** What an area asks for: a type with its settings. */
export type ValueType = { [N in ValueTypeName]: Readonly<Static<Kinds[N]['declared']>> }[ValueTypeName];

/** The same in an area's files. */
export const ValueFile = Type.Unsafe<ValueType>(
  Type.Union(Object.values(VALUE_KINDS).map(({ declared }) => declared)),
);

type Members = { [N in ValueTypeName as Kinds[N]['member']]: Kinds[N]['says'] };

/** A value by its type, as an area's data declares it. */
export const AnswerValue = Type.Unsafe<ExactlyOne<Members>>(
  oneMember(Object.fromEntries(Object.values(VALUE_KINDS).map(({ member, says }) => [member, says]))),
);
export type AnswerValue = Static<typeof AnswerValue>;
