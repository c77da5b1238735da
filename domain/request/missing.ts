import { setIn, settingsIn } from '../area/settings.ts';
import {
  missingInQuestions, missingOfSubject, QUESTIONS_MISSING_REFUSALS, SUBJECT_MISSING_REFUSALS,
} from '../exchange/missing.ts'; // prettier-ignore
import { FIELDS_MISSING_REFUSALS, missingOfFields } from '../exchange/fields.ts';
import { fault, type Fault, type RefusalCode } from '../kernel/refusals.ts';
import type { Circumstances } from '../world.ts';
import type { WholeRequest } from './paper.ts';
import { SETTINGS } from './settings.ts';

export const MISSING_REFUSALS = [
  ...QUESTIONS_MISSING_REFUSALS,
  ...SUBJECT_MISSING_REFUSALS,
  ...FIELDS_MISSING_REFUSALS,
  'JUSTIFICATION_REQUIRED',
  'DEADLINE_REQUIRED',
] as const satisfies readonly RefusalCode[];

/** What a request still lacks before it can be sent (handbook 5.3.1). A draft may lack all of it. */
export function missing(data: WholeRequest, { area }: Circumstances): readonly Fault[] {
  const { justification, deadline } = settingsIn(area, SETTINGS) ?? {};
  const set = setIn(area, SETTINGS, data.questionSet);
  return [
    ...(set === undefined ? [] : missingInQuestions(set, data.questions)),
    ...(set === undefined ? [] : missingOfSubject(set, data.subject)),
    ...(set === undefined ? [] : missingOfFields(set, data.fields ?? [])),
    ...((justification === 'required' || set?.justificationRequired === true) &&
    data.justification === undefined
      ? [fault('JUSTIFICATION_REQUIRED', '/data/justification')]
      : []),
    ...(deadline === 'required' && data.deadline === undefined
      ? [fault('DEADLINE_REQUIRED', '/data/deadline')]
      : []),
  ];
}
