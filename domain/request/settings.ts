import type { QuestionSet } from '../area/area.ts';
import { setIn } from '../area/settings.ts';
import { fault, refuse, type Refusal } from '../kernel/refusals.ts';
import { oneOf, record } from '../kernel/says.ts';
import type { Circumstances } from '../world.ts';
import type { OpenRequest } from './state.ts';

const NEED = ['required', 'optional'] as const;

/** What an area says of its requests. */
export const SETTINGS = {
  workflow: 'request',
  shape: record({ justification: oneOf(NEED), deadline: oneOf(NEED) }),
};

/** The question set of a request, in the version with which it began. */
export function setOf(
  { questionSet }: Pick<OpenRequest, 'questionSet'>,
  { area }: Pick<Circumstances, 'area'>,
): QuestionSet | Refusal {
  return setIn(area, SETTINGS, questionSet) ?? refuse(fault('QUESTION_SET_UNKNOWN', '', questionSet));
}
