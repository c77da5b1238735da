import { oneOf, record } from '../kernel/says.ts';

const NEED = ['required', 'optional'] as const;

/** What an area says of its requests. */
export const SETTINGS = {
  workflow: 'request',
  shape: record({ justification: oneOf(NEED), deadline: oneOf(NEED) }),
};
