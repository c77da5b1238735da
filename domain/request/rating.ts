import type { Static } from 'typebox';
import { oneOf, record } from '../kernel/says.ts';

const JUDGEMENTS = ['positive', 'negative'] as const;

/** How the requesting authority found the reply: in time, and worth the effort that was made. Counted, and never personal data. */
export const Rating = record(
  {
    timeliness: oneOf(JUDGEMENTS, 'Whether the reply came in time.'),
    effort: oneOf(JUDGEMENTS, 'Whether the responding authority made the effort that could be expected.'),
  },
  'What the requesting authority thought of the reply; it counts in the statistics.',
);
export type Rating = Static<typeof Rating>;
