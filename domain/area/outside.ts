import type { Area } from './area.ts';
import { LONGEST_MONTHS } from './retention.ts';

/**
 * The law of cases that belong to no legislative area, such as those about authorities and their users: what holds for all
 * cases, and nothing that an area adds. What people wrote is erased after six months (handbook 10).
 */
export const OUTSIDE_AREAS: Area = {
  code: '',
  version: '1.0.0',
  title: {},
  legalBasis: [],
  keywords: new Map(),
  subjectFields: new Map(),
  attachments: { mediaTypes: [], maxBytes: 0, maxCount: 0 },
  retention: { personalDataMonths: LONGEST_MONTHS },
  workflows: new Map(),
  questionSets: new Map(),
  setsToCome: new Map(),
  codeLists: new Map(),
};
