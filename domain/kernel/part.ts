/**
 * The part that an authority has in a case, as lists and searches know it. It follows from the history alone and holds nothing
 * that people wrote.
 */
export type Part = {
  readonly authority: string;
  readonly parties: readonly string[];
  /** As this authority may know it. */
  readonly status: string;
  /** The user role of this authority that is to do something now: the case stands in its action list. */
  readonly waitsFor?: string;
  /** When it was sent or received: an RFC 3339 instant. */
  readonly since: string;
  /** Authorities that it is about it with. */
  readonly others: readonly string[];
  /** What is late in it, once somebody has been reminded of it. */
  readonly late?: string;
  /** The persons of the authority to whom it is allocated. */
  readonly persons?: readonly string[];
  /** Whether those that look into the cases of this authority see it as well. */
  readonly isShared: boolean;
};

/** An authority whose cases of an area another one may look into. */
export type Watched = { readonly authority: string; readonly area: string };

/** All that lists can say of the cases of a workflow: what it can be searched by. */
export type Listed = {
  readonly parties: readonly string[];
  readonly statuses: readonly string[];
  readonly late: readonly string[];
};
