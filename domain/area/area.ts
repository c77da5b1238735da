import type { Texts } from '../kernel/language.ts';
import type { CodeLists } from '../values/code-lists.ts';
import type { ValueType } from '../values/table.ts';

/**
 * A legislative area as data: everything in which one law differs from another (handbook 2.2, 4.1.3.1; design
 * "What differs between laws is data"). The compiler in `schemas/` makes it from a folder and checks it first.
 */
export type Area = {
  /** Short code, such as `PQ`. */
  readonly code: string;
  readonly version: string;
  readonly title: Texts;
  readonly legalBasis: readonly LegalBasis[];
  readonly keywords: ReadonlyMap<string, Texts>;
  /** What may be said of the person or firm concerned. Every one of these is personal data. */
  readonly subjectFields: ReadonlyMap<string, SubjectField>;
  readonly attachments: AttachmentRule;
  readonly retention: Retention;
  /** What it says of those workflows of the hub that it uses, by their names. */
  readonly workflows: ReadonlyMap<string, unknown>;
  /** Every published version of every question set that a case can be made with, by `id@version`. */
  readonly questionSets: ReadonlyMap<string, QuestionSet>;
  /** The same by workflow, of those that no case can be made with yet: their workflow is not there, or does not carry them. */
  readonly setsToCome: ReadonlyMap<string, ReadonlyMap<string, QuestionSet>>;
  readonly codeLists: CodeLists;
};

export type LegalBasis = {
  /** European Legislation Identifier of the act. */
  readonly eli: string;
  readonly articles: readonly string[];
};

export type SubjectField = {
  readonly title: Texts;
  readonly value: ValueType;
  /** Words of the options, where the value is a choice. */
  readonly optionTexts: ReadonlyMap<string, Texts>;
};

export type AttachmentRule = {
  /** IANA media types that may be attached. */
  readonly mediaTypes: readonly string[];
  /** Largest size of one attachment, in bytes. */
  readonly maxBytes: number;
  readonly maxCount: number;
};

export type Retention = {
  /** Months after closure at which personal data is gone: six at the most (handbook 10). */
  readonly personalDataMonths: number;
};

export type QuestionSet = {
  readonly id: string;
  /** Semantic version. An exchange keeps the version that it began with. */
  readonly version: string;
  readonly area: string;
  readonly workflow: string;
  readonly title: Texts;
  readonly subject: {
    readonly kind: SubjectKind;
    readonly fields: readonly { readonly name: string; readonly required: boolean }[];
  };
  readonly categories: ReadonlyMap<string, Texts>;
  /** What the sender says in it, besides asking. */
  readonly fields: ReadonlyMap<string, FormField>;
  readonly questions: ReadonlyMap<string, Question>;
  readonly options: ReadonlyMap<string, Texts>;
  /** What its users are told before anything else. */
  readonly instructions?: Texts;
  /** Needs a justification, whatever the area says of its other sets. */
  readonly justificationRequired?: boolean;
  /** Goes only to the Member State that the subject names in this field. */
  readonly onlyCountry?: { readonly subject: string };
  /** Roles of access whose holders are informed when it arrives, without personal data. */
  readonly informs?: readonly string[];
  readonly waiting?: Waiting;
};

/** How long nothing may be done after it has been notified, where a field was filled in one of these ways. */
export type Waiting = {
  readonly days: number;
  readonly workingDays: boolean;
  readonly when: { readonly field: string; readonly options: readonly string[] };
  /** The field that says from which day it is done: a later one than the last of the period. */
  readonly from?: string;
};

/** Whom a set is about; `none` where that is not said apart from its fields. */
export const SUBJECT_KINDS = [
  'natural-person', 'legal-person', 'provider', 'employer-and-workers', 'addressee', 'none',
] as const; // prettier-ignore
export type SubjectKind = (typeof SUBJECT_KINDS)[number];

export type FormField = {
  readonly id: string;
  readonly text: Texts;
  readonly answer: ValueType;
  readonly required: Requirement;
  readonly personalData: boolean;
  /** Also seen by authorities that only coordinate (regulation (EU) 2015/983, article 24(3)). */
  readonly visibleToCoordinator: boolean;
};

/** Whether a field has to be filled: where an earlier one says so, only if that was answered in one of these ways. */
export type Requirement =
  'always' | 'never' | { readonly field: string; readonly options: readonly string[] };

export type Question = {
  readonly id: string;
  readonly category: string;
  /** With `{name}` where a blank is to be filled. */
  readonly text: Texts;
  readonly blanks: readonly string[];
  readonly answer: ValueType;
  /** Asked about one attachment at a time. */
  readonly perAttachment: boolean;
  readonly comment: boolean;
  /** Whoever uses the set always asks it. */
  readonly isFixed?: boolean;
  /** A reply by which it comes to apply answers it too. */
  readonly isRequired?: boolean;
  readonly condition?: Condition;
  /** Legal ground of its special protection, such as article 10 GDPR for criminal convictions. */
  readonly specialCategory?: string;
};

/** A question that need only be answered when another one has been answered, answered in one way, or in any but one. */
export type Condition = {
  readonly question: string;
  readonly is: 'answered' | { readonly option: string } | { readonly not: string };
};
