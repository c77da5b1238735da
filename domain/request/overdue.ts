import type { Static } from 'typebox';
import { oneOf, record } from '../kernel/says.ts';

/** What can be late. */
export const OVERDUE = ['acceptance', 'reply'] as const;

/** What is late, and who is reminded of it: first the authority, then its coordinator (handbook 9.3.1.1). */
export const Overdue = record({
  of: oneOf(OVERDUE),
  stage: oneOf(['authority', 'coordinator']),
});
export type Overdue = Static<typeof Overdue>;

export const REMIND = 'request.remind';
