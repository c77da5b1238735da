import { isForPerson, type ReportChoice } from '../reports/frame.ts';

/** What a report of some kind contains: the page and the data embedded in it alike; who has seen the data stands on the page alone. */
export type ReportContents = {
  readonly parts: ReadonlySet<string>;
  /** Names who is concerned; such a report is for few (the workflow's `personalDataFaults`). */
  readonly hasPersonalData: boolean;
  /** Written for the person concerned: what was exchanged, without how the authorities' own houses dealt with it. */
  readonly isForPerson: boolean;
  /** Ends with a form by which the person consents. */
  readonly asksConsent: boolean;
};

/** Out of all the parts that the workflow's reports have. */
export function contentsAmong(all: readonly string[], choice: ReportChoice): ReportContents {
  const { kind, parts } = choice;
  return {
    parts: new Set(kind === 'custom' ? parts : all),
    hasPersonalData: kind === 'custom' ? parts.includes('subject') : kind === 'full' || isForPerson(choice),
    isForPerson: isForPerson(choice),
    asksConsent: kind === 'consent',
  };
}
