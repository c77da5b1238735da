import type { AccessRule } from '../../directory/access-rule.ts';
import { integer, record } from '../../kernel/says.ts';

/** What an area says of its calls. */
export const SETTINGS = {
  workflow: 'echo',
  shape: record({ mostDays: integer({ min: 1, max: 30 }, 'Longest time for answers, in days.') }),
};

/** Who coordinates calls, and who may not call at all. */
export const ACCESS: AccessRule<'isMute'> = {
  workflow: 'echo',
  roles: ['caller', 'call coordinator'],
  coordinators: ['call coordinator'],
  flags: { isMute: false },
};
