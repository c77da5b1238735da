import type { Access } from '../kernel/access.ts';
import type { Run } from '../kernel/language.ts';
import { defined } from '../kernel/optional.ts';
import type { Block, Code, Evidence, Report, Section } from './model.ts';
import type { Phrases } from './phrases.ts';
import { fact } from './words.ts';

/** What was ordered: which report, and of a customised one which parts. */
export type ReportChoice = { readonly kind: string; readonly parts: readonly string[] };

/** Written for the person concerned (handbook 5.3.10): what was exchanged, and who has seen it. */
export function isForPerson({ kind }: Pick<ReportChoice, 'kind'>): boolean {
  return kind === 'dataSubject' || kind === 'consent';
}

/** Who has seen personal data of the case before the report was ordered, by name. */
export type AccessNamed = Pick<Access, 'at' | 'way'> & { readonly name: string };

/** What a report is about, apart from its sections: the same for every workflow. */
export type Particulars = {
  readonly id: string;
  /** Of whose case it is: statuses have their words by workflow. */
  readonly workflow: string;
  readonly choice: ReportChoice;
  readonly at: string;
  readonly issuer: string;
  /** Name of the authority for which the report is made. */
  readonly readerName: string;
  /** A mark that the installation is not for real exchanges. */
  readonly isTraining: boolean;
  /** Where the case's chain of evidence stands at the version that the report shows. */
  readonly chain: { readonly head: string; readonly records: number };
  /** Address under which people can verify reports of this hub, if it has one. */
  readonly publicAddress?: string;
  readonly attachments: Report['attachments'];
  /** For a report to the person concerned, the newest first; empty for any other. */
  readonly accesses: readonly AccessNamed[];
  readonly phrases: Phrases;
};

type About = { readonly number: string; readonly version: number; readonly status: string };

/** The letterhead, the footer and the evidence round the sections. */
export function framed(
  { number, version, status }: About,
  content: {
    /** Said on every page: that the case is not what it may be taken for. */
    readonly mark?: Run;
    readonly preface: readonly Block[];
    readonly sections: readonly Section[];
  },
  particulars: Particulars,
): Report {
  const { id, workflow, choice, at, issuer, readerName, isTraining, attachments, phrases } = particulars;
  const title = phrases.say(`report.title.${choice.kind}`);
  const marks = [
    ...(isTraining ? [phrases.say('report.training')] : []),
    ...(content.mark ? [content.mark] : []),
  ];
  return {
    id,
    language: phrases.language,
    title,
    issuer,
    caseNumber: number,
    caseVersion: version,
    status: phrases.say(`status.${workflow}.${status}`),
    labels: {
      caseNumber: phrases.say('label.caseNumber'),
      caseVersion: phrases.say('label.caseVersion'),
      status: phrases.say('label.status'),
      report: phrases.say('label.report'),
      unsettable: phrases.say('report.unsettable'),
    },
    ...defined('mark', joined(marks)),
    preface: [...untranslated(title, phrases), ...content.preface],
    footer: phrases.say('report.footer', { date: phrases.instant(at), reader: readerName }).text,
    pageNumber: phrases.say('report.page').text,
    generatedAt: at,
    sections: content.sections.filter(({ blocks }) => blocks.length > 0),
    evidence: evidence(particulars),
    attachments,
  };
}

function joined(marks: readonly Run[]): Run | undefined {
  const [first] = marks;
  return first && { ...first, text: marks.map(({ text }) => text).join(' · ') };
}

/** The hub's own words are missing in the reader's language: that is said, and nothing is passed off as translated. */
function untranslated(title: Run, phrases: Phrases): readonly Block[] {
  if (title.language === phrases.language) return [];
  const text = phrases.say('report.untranslated', { language: phrases.ownName(phrases.language) });
  return [{ kind: 'note', text }];
}

function evidence({ id, at, chain, publicAddress, phrases }: Particulars): Evidence {
  const code = codeOf(id, publicAddress, phrases);
  return {
    heading: phrases.say('report.section.evidence'),
    facts: [
      ...fact(phrases, 'report', id),
      ...fact(phrases, 'generatedAt', phrases.instant(at)),
      ...fact(phrases, 'chainHead', chain.head),
      ...fact(phrases, 'chainRecords', String(chain.records)),
      ...fact(phrases, 'verifyAt', publicAddress === undefined ? undefined : code.content),
    ],
    instructions: [phrases.say('report.evidence.seal'), phrases.say('report.evidence.chain')],
    code,
  };
}

/** Leads to verification; where the hub is not reachable for the public, it is the report's name alone. */
function codeOf(id: string, publicAddress: string | undefined, phrases: Phrases): Code {
  const content =
    publicAddress === undefined
      ? `urn:imi-hub:report:${id}`
      : `${publicAddress.replace(/\/+$/, '')}/verify/${id}`;
  return { content, alternative: phrases.say('report.evidence.code', { content }) };
}
