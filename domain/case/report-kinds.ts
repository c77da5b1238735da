/** The reports of a case (handbook 5.3.10). A workflow offers some of them. */
export const REPORT_KINDS = ['full', 'fullWithoutPersonalData', 'custom', 'dataSubject', 'consent'] as const;
export type ReportKind = (typeof REPORT_KINDS)[number];

/** Ordered and delivered like a report, but a container of everything instead of a page. */
export type DossierKind = 'dossier' | 'dossierWithoutPersonalData';
