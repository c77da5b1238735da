import type { ListShape, RecordShape, Shape, TextShape } from './shape.ts';

/**
 * Says what is wrong with a value that the compiled schema has refused. ajv itself decides, and stops at the first
 * error; its `allErrors` would let a sender buy millions of error objects with one long list. This walk visits no more
 * than the schema admits, ends at `MOST_PROBLEMS`, and repeats no value: values may be personal data.
 */
export type Problem = { readonly path: string; readonly problem: string };

export const MOST_PROBLEMS = 100;

type Place = { readonly shape: Shape; readonly value: unknown; readonly path: string };

export function explain(shape: Shape, value: unknown, path = ''): readonly Problem[] {
  const found: Problem[] = [];
  inspect({ shape, value, path }, found);
  return found.slice(0, MOST_PROBLEMS);
}

/** A name from outside, fit to be shown in a path or text: short, and of harmless characters. */
export function shown(name: string): string {
  const clipped = name.slice(0, 40).replace(/[^A-Za-z0-9_.:-]/g, '?');
  return name.length > 40 ? `${clipped}...` : clipped;
}

function inspect({ shape, value, path }: Place, found: Problem[]): void {
  if (found.length >= MOST_PROBLEMS) return;
  if (shape.kind === 'record') return inspectRecord(shape, { shape, value, path }, found);
  if (shape.kind === 'list') return inspectList(shape, { shape, value, path }, found);
  const problem = scalarProblem(shape, value);
  if (problem !== undefined) found.push({ path, problem });
}

function inspectRecord(shape: RecordShape, { value, path }: Place, found: Problem[]): void {
  if (!isRecord(value)) {
    found.push({ path, problem: 'a record is expected' });
    return;
  }
  const names = Object.keys(value);
  if (shape.isChoice && names.length !== 1) {
    found.push({ path, problem: `exactly one of ${[...shape.members.keys()].join(', ')} is expected` });
  }
  for (const name of shape.required) {
    if (!Object.hasOwn(value, name)) found.push({ path: `${path}/${name}`, problem: 'it is missing' });
  }
  for (const name of names) {
    if (found.length >= MOST_PROBLEMS) return;
    const member = shape.members.get(name);
    if (member === undefined) found.push(unknownMember(path, name));
    else inspect({ shape: member, value: value[name], path: `${path}/${name}` }, found);
  }
}

export function unknownMember(path: string, name: string): Problem {
  return { path: `${path}/${shown(name)}`, problem: 'nothing of this name is known here' };
}

function inspectList(shape: ListShape, { value, path }: Place, found: Problem[]): void {
  if (!Array.isArray(value)) {
    found.push({ path, problem: 'a list is expected' });
    return;
  }
  if (value.length > shape.max) found.push({ path, problem: `at most ${shape.max} entries are possible` });
  if (value.length < shape.min) found.push({ path, problem: `at least ${shape.min} entries are needed` });
  const entries: readonly unknown[] = value.slice(0, shape.max);
  for (const [index, entry] of entries.entries()) {
    if (found.length >= MOST_PROBLEMS) return;
    inspect({ shape: shape.items, value: entry, path: `${path}/${index}` }, found);
  }
}

function scalarProblem(shape: Exclude<Shape, RecordShape | ListShape>, value: unknown): string | undefined {
  if (shape.kind === 'flag') return typeof value === 'boolean' ? undefined : 'true or false is expected';
  if (shape.kind === 'text') {
    return typeof value === 'string' ? textProblem(shape, value) : 'text is expected';
  }
  if (typeof value !== 'number' || !Number.isInteger(value)) return 'a whole number is expected';
  if (value < shape.minimum || value > shape.maximum) {
    return `a number from ${shape.minimum} to ${shape.maximum} is expected`;
  }
  return undefined;
}

function textProblem(shape: TextShape, value: string): string | undefined {
  if (shape.values !== undefined)
    return shape.values.includes(value) ? undefined : expectedWords(shape.values);
  const length = lengthUpTo(shape.maxLength, value);
  if (length > shape.maxLength) return `at most ${shape.maxLength} characters are possible`;
  if (length < shape.minLength) return `at least ${shape.minLength} characters are needed`;
  if (!matches(shape, value)) return value.includes('\r') ? LINE_END : FORMS[shape.form];
  return shape.form === 'plain' || isCalendarDate(value) ? undefined : FORMS[shape.form];
}

const FORMS: Readonly<Record<TextShape['form'], string>> = {
  plain: 'it has characters that are not possible here',
  date: 'a date such as 2026-01-31 is expected',
  'date-time': 'an instant in UTC such as 2026-01-31T12:00:00Z is expected',
};

/** The one that XML could not keep (XML 1.0, 2.11). */
const LINE_END = 'it has a carriage return; lines end with a line feed alone';

function expectedWords(values: readonly string[]): string {
  const words = values.slice(0, 20).join(', ');
  return `one of ${words}${values.length > 20 ? ', ...' : ''} is expected`;
}

function matches(shape: TextShape, value: string): boolean {
  return shape.pattern === undefined || new RegExp(`^(?:${shape.pattern})$`, 'u').test(value);
}

/** Code points, as JSON Schema and XSD count them; counting ends where the answer is known. */
function lengthUpTo(limit: number, value: string): number {
  if (value.length > 2 * limit) return limit + 1;
  let length = value.length;
  for (let index = 1; index < value.length; index += 1) {
    if (isSurrogatePair(value, index)) length -= 1;
  }
  return length;
}

function isSurrogatePair(value: string, index: number): boolean {
  return (value.charCodeAt(index) & 0xfc00) === 0xdc00 && (value.charCodeAt(index - 1) & 0xfc00) === 0xd800;
}

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Whether the RFC 3339 date at the beginning of the text, already of the right pattern, is in the calendar. */
export function isCalendarDate(value: string): boolean {
  const [year = 0, month = 0, day = 0] = value.slice(0, 10).split('-').map(Number);
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return day <= (month === 2 && isLeap ? 29 : (DAYS[month - 1] ?? 0));
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
