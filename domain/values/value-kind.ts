import Type, { type TProperties, type TSchema } from 'typebox';
import { fault, type Fault } from '../kernel/refusals.ts';
import type { Language, Run, Texts } from '../kernel/language.ts';
import type { Phrases } from '../reports/phrases.ts';
import type { CodeLists } from './code-lists.ts';

/** What a value is checked against besides its own rule. */
export type Around = {
  readonly lists: CodeLists;
  /** The authorities that the directory knows. */
  readonly authorities: { has(id: string): boolean };
  /** The documents of the case, those of this message included. */
  readonly documents: { has(id: string): boolean };
};

/** Where the value stands in the message (RFC 6901), and what is around it. */
export type At = Around & { readonly path: string };

export type LineAt = Pick<At, 'path' | 'lists'>;

/** Where the words for a value are found. */
export type Words = {
  readonly language: Language;
  readonly options: ReadonlyMap<string, Texts>;
  readonly lists: CodeLists;
  nameOfAuthority(id: string): string | undefined;
};

/** What a value is printed with: the hub's own words, and how the page calls a document. */
export type Printing = { readonly phrases: Phrases; nameOfDocument(id: string): string };

/** What a form needs to render a value. Options are codes, whose words the question set has. */
export type Control = {
  readonly control:
    | 'radio' | 'checkboxes' | 'line' | 'textarea' | 'date' | 'country' | 'codes' | 'authority' | 'documents' | 'group'; // prettier-ignore
  /** Whether more than one may be given. */
  readonly several?: boolean;
  /** Whether all of the options have to be given. */
  readonly all?: boolean;
  readonly options?: readonly string[];
  readonly list?: string;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly currency?: string;
  readonly role?: string;
  readonly parts?: readonly Part[];
};

/** A part of a group, with the key of its label among the hub's own words. */
export type Part = Control & { readonly name: string; readonly label: string; readonly required: boolean };

/**
 * All that the hub knows of one type of value: `R` is the rule as an area declares it, `V` the value as a message carries
 * it. Methods, not properties: so the table can be asked with any rule (`value.ts`), which gives each its own.
 */
export type ValueKind<R, V> = {
  /** The settings of the type in an area's file. */
  readonly declared: TSchema;
  /** The member of an answer's value in a message; no two types share one. */
  readonly member: string;
  /** What stands in that member, in JSON and in XML alike. */
  readonly says: TSchema;
  /** Whether it tells who somebody is: not for those who see a case without personal data (glossary). */
  readonly isPersonal?: boolean;
  /** What a value has to be, for a refusal. */
  expected(rule: R): string;
  /** All that is wrong with a value of the right shape. */
  check(rule: R, value: V, at: At): readonly Fault[];
  /** The same of one line, in what is said of the person; absent where a line cannot be such a value. */
  checkLine?(rule: R, line: string, at: LineAt): readonly Fault[];
  /** The codes that need words in the texts of the set or the area. */
  options?(rule: R): readonly string[];
  /** The options that the value chose, on which another question may depend. */
  chosen?(value: V): readonly string[];
  /** The code list that has to be there. */
  list?(rule: R): string;
  /** The value in the reader's language, from the words of the area; nothing where it has none. */
  shows?(rule: R, value: V, words: Words): Run | undefined;
  /** The value in a report, where the view has no words for it. */
  print(value: V, how: Printing): string;
  /** A line that is such a value, in a report. */
  printLine?(line: string, phrases: Phrases): string;
  form(rule: R): Control;
};

/** An identifier in an area's files. */
export const Code = Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9_.-]*$', maxLength: 60 });
export const Codes = Type.Unsafe<readonly string[]>(Type.Array(Code));

/** How an area's file declares a type: its name and its settings, nothing else. */
export function declares<const N extends string, P extends TProperties>(type: N, settings: P) {
  return Type.Object({ type: Type.Literal(type), ...settings }, { additionalProperties: false });
}

export function notOfType(expected: string, path: string): Fault {
  return fault('VALUE_NOT_OF_TYPE', path, { expected });
}

export function hasTwice(values: readonly string[]): boolean {
  return new Set(values).size !== values.length;
}

/** Several words as one run; its language is that of the first, since a run has only one. */
export function joined(runs: readonly Run[]): Run | undefined {
  const [first] = runs;
  return first && { text: runs.map(({ text }) => text).join(' · '), language: first.language };
}
