import type { Run } from '../kernel/language.ts';
import type { Fault } from '../kernel/refusals.ts';
import type { Phrases } from '../reports/phrases.ts';
import { VALUE_KINDS, type AnswerValue, type ValueType } from './table.ts';
import {
  notOfType,
  type At,
  type Control,
  type LineAt,
  type Printing,
  type ValueKind,
  type Words,
} from './value-kind.ts';

/** Questions to the table: each is handed to the type that the rule, or the member of the value, names. */

type AnyKind = ValueKind<ValueType, unknown>;

const KINDS: Readonly<Record<ValueType['type'], AnyKind>> = VALUE_KINDS;
const BY_MEMBER: ReadonlyMap<string, AnyKind> = new Map(
  Object.values(KINDS).map((kind) => [kind.member, kind]),
);

function given(value: AnswerValue): readonly [string, unknown] {
  return Object.entries(value).find(([, said]) => said !== undefined) ?? ['', undefined];
}

/** Whether an answer is of the type that its question asks for. */
export function checkValue(rule: ValueType, value: AnswerValue, at: At): readonly Fault[] {
  const kind = KINDS[rule.type];
  const [member, said] = given(value);
  return member === kind.member ? kind.check(rule, said, at) : [notOfType(kind.expected(rule), at.path)];
}

/** The same of what is said of the person, which is one line. */
export function checkLine(rule: ValueType, line: string, at: LineAt): readonly Fault[] {
  const kind = KINDS[rule.type];
  return kind.checkLine === undefined
    ? [notOfType(kind.expected(rule), at.path)]
    : kind.checkLine(rule, line, at);
}

/** The codes that need words beside the rule. */
export function optionsOf(rule: ValueType): readonly string[] {
  return KINDS[rule.type].options?.(rule) ?? [];
}

export function listOf(rule: ValueType): string | undefined {
  return KINDS[rule.type].list?.(rule);
}

/** Whether another question may depend on which of the options was chosen. */
export function canChoose(rule: ValueType, option: string): boolean {
  const kind = KINDS[rule.type];
  return kind.chosen !== undefined && optionsOf(rule).includes(option);
}

export function chosenIn(value: AnswerValue): readonly string[] {
  const [member, said] = given(value);
  return BY_MEMBER.get(member)?.chosen?.(said) ?? [];
}

/** Whether the value tells who somebody is. */
export function isPersonal(value: AnswerValue): boolean {
  return BY_MEMBER.get(given(value)[0])?.isPersonal ?? false;
}

/** A value in the reader's language, where the area has words for it. A value that is not of the type has none. */
export function showsValue(rule: ValueType, value: AnswerValue, words: Words): Run | undefined {
  const kind = KINDS[rule.type];
  const [member, said] = given(value);
  return member === kind.member ? kind.shows?.(rule, said, words) : undefined;
}

/** The same of a line of what is said of the person. The value of a type that a line can be is that line. */
export function showsLine(rule: ValueType, line: string, words: Words): Run | undefined {
  const kind = KINDS[rule.type];
  return kind.checkLine === undefined ? undefined : kind.shows?.(rule, line, words);
}

export function printValue(value: AnswerValue, how: Printing): string {
  const [member, said] = given(value);
  return BY_MEMBER.get(member)?.print(said, how) ?? '';
}

/** A line of what is said of the person, in a report. */
export function printLine(type: ValueType['type'], line: string, phrases: Phrases): string {
  return KINDS[type].printLine?.(line, phrases) ?? line;
}

export function formOf(rule: ValueType): Control {
  return KINDS[rule.type].form(rule);
}
