import type { Texts } from '../kernel/language.ts';

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
  /** The workflows that the area switches on; absent means: not used in this area. */
  readonly workflows: { readonly request?: RequestSettings };
  /** Every published version of every question set, by `id@version`. */
  readonly questionSets: ReadonlyMap<string, QuestionSet>;
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

export type RequestSettings = {
  readonly justification: 'required' | 'optional';
  readonly deadline: 'required' | 'optional';
};

export type QuestionSet = {
  readonly id: string;
  /** Semantic version. An exchange keeps the version that it began with. */
  readonly version: string;
  readonly area: string;
  readonly workflow: 'request';
  readonly title: Texts;
  readonly subject: {
    readonly kind: 'natural-person' | 'legal-person';
    readonly fields: readonly { readonly name: string; readonly required: boolean }[];
  };
  readonly categories: ReadonlyMap<string, Texts>;
  readonly questions: ReadonlyMap<string, Question>;
  readonly options: ReadonlyMap<string, Texts>;
};

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
  readonly condition?: Condition;
  /** Legal ground of its special protection, such as article 10 GDPR for criminal convictions. */
  readonly specialCategory?: string;
};

/** A question that need only be answered when another one has been answered, or answered in one way. */
export type Condition = { readonly question: string; readonly is: 'answered' | { readonly option: string } };

export type ValueType =
  | { readonly type: 'choice'; readonly options: readonly string[] }
  | { readonly type: 'text'; readonly maxLength: number }
  | { readonly type: 'date' }
  | { readonly type: 'period' }
  | { readonly type: 'country' };
