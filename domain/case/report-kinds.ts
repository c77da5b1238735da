/** The reports of a case (handbook 5.3.10). A workflow offers some of them. */
export const REPORT_KINDS = ['full', 'fullWithoutPersonalData', 'custom', 'dataSubject', 'consent'] as const;
export type ReportKind = (typeof REPORT_KINDS)[number];

/** Of these nobody learns who is concerned; of a customised one its parts decide. */
const WITHOUT_PERSONAL_DATA: ReadonlySet<string> = new Set([
  'fullWithoutPersonalData',
  'dossierWithoutPersonalData',
] satisfies readonly (ReportKind | DossierKind)[]);

/** Whether such a report or dossier can tell who is concerned. */
export function mayNamePerson(kind: string): boolean {
  return !WITHOUT_PERSONAL_DATA.has(kind);
}

/** Ordered and delivered like a report, but a container of everything instead of a page. */
export type DossierKind = 'dossier' | 'dossierWithoutPersonalData';
