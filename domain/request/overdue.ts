import type { Static } from 'typebox';
import { oneOf, record } from '../kernel/says.ts';

/** What is late, and who is reminded of it: first the authority, then its coordinator (handbook 9.3.1.1). */
export const Overdue = record({
  of: oneOf(['acceptance', 'reply']),
  stage: oneOf(['authority', 'coordinator']),
});
export type Overdue = Static<typeof Overdue>;

export const REMIND = 'request.remind';
