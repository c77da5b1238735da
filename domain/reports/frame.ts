import type { Reader } from '../kernel/workflow.ts';
import type { Report, Section } from './model.ts';
import type { Phrases } from './phrases.ts';

/** What a report is about, apart from its sections: the same for every workflow. */
export type Particulars = {
  readonly id: string;
  readonly kind: string;
  readonly at: string;
  readonly issuer: string;
  /** A mark that the installation is not for real exchanges. */
  readonly isTraining: boolean;
  readonly chainHead: string;
  readonly attachments: Report['attachments'];
  readonly phrases: Phrases;
};

/** The letterhead and the footer round the sections. */
export function framed(
  about: {
    readonly number: string;
    readonly version: number;
    readonly status: string;
    readonly readerName: string;
    readonly reader: Reader;
  },
  sections: readonly Section[],
  { id, kind, at, issuer, isTraining, chainHead, attachments, phrases }: Particulars,
): Report {
  const word = (key: string, facts?: Readonly<Record<string, string>>) => phrases.say(key, facts).text;
  const footer = word('report.footer', { date: phrases.instant(at), reader: about.readerName });
  return {
    id,
    language: phrases.language,
    title: word(`report.title.${kind}`),
    issuer,
    caseNumber: about.number,
    caseVersion: about.version,
    status: word(`status.${about.status}`),
    labels: {
      caseNumber: word('label.caseNumber'),
      caseVersion: word('label.caseVersion'),
      status: word('label.status'),
      report: word('label.report'),
    },
    footer: isTraining ? `${word('report.training')} · ${footer}` : footer,
    pageNumber: word('report.page'),
    generatedAt: at,
    evidence: { label: word('label.chainHead'), value: chainHead },
    sections: sections.filter(({ blocks }) => blocks.length > 0),
    attachments,
  };
}
