import type { Language, Run } from '../kernel/language.ts';

/**
 * A report as its reader is to see it, every word with the language it is in: what is on the page and in which order,
 * nothing of fonts, colours or PDF. A pure function of a case's history and the reader's view (handbook 5.3.10).
 */
export type Report = {
  /** Unique number of the report, printed on every page. */
  readonly id: string;
  /** The reader's; hub texts without a translation into it say so in their runs. */
  readonly language: Language;
  /** "Full report with personal data", … */
  readonly title: Run;
  /** Name of the hub in the letterhead. */
  readonly issuer: string;
  readonly caseNumber: string;
  /** Version of the case that the report shows. */
  readonly caseVersion: number;
  /** The case's status in words. */
  readonly status: Run;
  /** What the particulars of the letterhead are called. */
  readonly labels: {
    readonly caseNumber: Run;
    readonly caseVersion: Run;
    readonly status: Run;
    readonly report: Run;
    /** Said where letters are in the report that its typeface lacks. */
    readonly unsettable: Run;
  };
  /** Shown on every page: the installation is not for real exchanges, or the case is only a draft. */
  readonly mark?: Run;
  /** Said before the first section: what the report is, and what it is not. */
  readonly preface: readonly Block[];
  /** "Generated on … for …", in the footer of every page. */
  readonly footer: string;
  /** Pattern of the page number with `{page}` and `{pages}`. */
  readonly pageNumber: string;
  /** RFC 3339 instant of generation. */
  readonly generatedAt: string;
  readonly sections: readonly Section[];
  readonly evidence: Evidence;
  /** The case in its canonical XML and JSON forms, embedded as associated files. */
  readonly attachments: readonly EmbeddedFile[];
};

/** Closes the report: by what it can be checked, and how. */
export type Evidence = {
  readonly heading: Run;
  readonly facts: readonly Fact[];
  /** How to verify, a paragraph each. */
  readonly instructions: readonly Run[];
  readonly code: Code;
};

/** A square code to be read with a camera. */
export type Code = { readonly content: string; readonly alternative: Run };

export type EmbeddedFile = {
  readonly name: string;
  readonly mediaType: string;
  readonly description: string;
  readonly content: Uint8Array;
};

export type Section = { readonly heading: Run; readonly blocks: readonly Block[] };

export type Block =
  /** Label and value pairs: case details, the person concerned. */
  | { readonly kind: 'facts'; readonly facts: readonly Fact[] }
  /** The same facts of several, side by side: the authorities. */
  | { readonly kind: 'comparison'; readonly columns: readonly Run[]; readonly rows: readonly ComparisonRow[] }
  /** Questions of one category with their answers side by side; one column where no answers are shown. */
  | {
      readonly kind: 'questions';
      readonly heading?: Run;
      readonly columns: readonly [Run] | readonly [Run, Run];
      readonly rows: readonly QuestionRow[];
    }
  /** What happened, in order. */
  | { readonly kind: 'timeline'; readonly entries: readonly TimelineEntry[] }
  /** Attached documents with their digests. */
  | {
      readonly kind: 'documents';
      readonly columns: readonly [Run, Run, Run];
      readonly rows: readonly DocumentRow[];
    }
  /** A free text with a heading of its own, who wrote it when, and a mark of its language. */
  | {
      readonly kind: 'text';
      readonly label: Run;
      readonly byline?: Run;
      readonly text: Run;
      readonly languageMark: Run;
    }
  | { readonly kind: 'note'; readonly text: Run }
  /** A statement with lines to be filled in by hand. */
  | { readonly kind: 'form'; readonly statement: Run; readonly blanks: readonly Run[] };

export type Fact = { readonly label: Run; readonly value: Run };

export type ComparisonRow = { readonly label: Run; readonly cells: readonly Run[] };

export type QuestionRow = {
  readonly number: string;
  readonly question: Run;
  /** The document that the question is about. */
  readonly about?: Run;
  /** Free-text comments below the question, each with the mark of its language. */
  readonly questionComments: readonly MarkedText[];
  /** Absent while there is no answer; `noAnswer` says so in words. */
  readonly answer?: Run;
  readonly noAnswer: Run;
  readonly answerComments: readonly MarkedText[];
};

export type DocumentRow = {
  readonly name: Run;
  readonly description?: MarkedText;
  readonly digest?: { readonly label: Run; readonly value: string };
  readonly type: Run;
  readonly addedBy: Run;
};

export type MarkedText = { readonly text: Run; readonly languageMark: Run };

export type TimelineEntry = {
  /** As it is to be read, in the reader's language. */
  readonly at: string;
  readonly what: Run;
  readonly who: Run;
};
