import type { Language, Run } from '../kernel/language.ts';

/**
 * A report as its reader is to see it, every word already in the reader's language: what is on the page and in which
 * order, nothing of fonts, colours or PDF. A pure function of a case's history and the reader's view (handbook 5.3.10).
 */
export type Report = {
  /** Unique number of the report, printed on every page. */
  readonly id: string;
  readonly language: Language;
  /** "Full report with personal data", … */
  readonly title: string;
  /** Name of the hub in the letterhead. */
  readonly issuer: string;
  readonly caseNumber: string;
  /** Version of the case that the report shows. */
  readonly caseVersion: number;
  /** The case's status in words. */
  readonly status: string;
  /** What the particulars of the letterhead are called. */
  readonly labels: {
    readonly caseNumber: string;
    readonly caseVersion: string;
    readonly status: string;
    readonly report: string;
  };
  /** "Generated on … for …", in the footer of every page. */
  readonly footer: string;
  /** Pattern of the page number with `{page}` and `{pages}`. */
  readonly pageNumber: string;
  /** RFC 3339 instant of generation. */
  readonly generatedAt: string;
  /** Head of the chain of evidence at that version, hexadecimal SHA-256. */
  readonly evidence: { readonly label: string; readonly value: string };
  readonly sections: readonly Section[];
  /** The case in its canonical XML and JSON forms, embedded as associated files. */
  readonly attachments: readonly EmbeddedFile[];
};

export type EmbeddedFile = {
  readonly name: string;
  readonly mediaType: string;
  readonly description: string;
  readonly content: Uint8Array;
};

export type Section = { readonly heading: string; readonly blocks: readonly Block[] };

export type Block =
  /** Label and value pairs: case details, an authority, the person concerned. */
  | { readonly kind: 'facts'; readonly facts: readonly Fact[] }
  /** Questions with their answers side by side. */
  | {
      readonly kind: 'questions';
      readonly columns: readonly [string, string];
      readonly rows: readonly QuestionRow[];
    }
  /** What happened, in order. */
  | { readonly kind: 'timeline'; readonly entries: readonly TimelineEntry[] }
  /** Attached documents with their digests. */
  | {
      readonly kind: 'documents';
      readonly columns: readonly string[];
      readonly rows: readonly (readonly Run[])[];
    }
  /** A free text, with a heading of its own and a mark of its language. */
  | { readonly kind: 'text'; readonly label: string; readonly text: Run; readonly languageMark: string }
  | { readonly kind: 'note'; readonly text: Run };

export type Fact = { readonly label: string; readonly value: Run };

export type QuestionRow = {
  readonly number: string;
  readonly question: Run;
  /** Free-text comments below the question, each with the mark of its language. */
  readonly questionComments: readonly MarkedText[];
  /** Absent while there is no answer; `noAnswer` says so in words. */
  readonly answer?: Run;
  readonly noAnswer: string;
  readonly answerComments: readonly MarkedText[];
};

export type MarkedText = { readonly text: Run; readonly languageMark: string };

export type TimelineEntry = {
  /** As it is to be read, in the reader's language. */
  readonly at: string;
  readonly what: Run;
  readonly who: Run;
};
