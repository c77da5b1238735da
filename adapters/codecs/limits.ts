import { LARGEST_MESSAGE } from '../../hub/intake/unread.ts';

/** What a message may cost before anybody knows what it says. */
export type Limits = {
  readonly maxBytes: number;
  /** Levels of nesting, in either form. */
  readonly maxDepth: number;
  /** XML elements, or members and entries of JSON. */
  readonly maxElements: number;
  /** Attributes of the whole XML document: ours needs five, name spaces and schema location included. */
  readonly maxAttributes: number;
};

export const DEFAULT_LIMITS: Limits = {
  maxBytes: LARGEST_MESSAGE,
  maxDepth: 32,
  maxElements: 50_000,
  maxAttributes: 200,
};
