/**
 * What is counted of a case in which one authority asks another one: when what happened, without what was written and without
 * persons. It follows from the history, and is kept when the content has been erased. Instants are RFC 3339, UTC.
 */
export type Measured = {
  readonly requester: string;
  readonly requesterCountry: string;
  readonly responder: string;
  readonly responderCountry: string;
  /** When it reached the other Member State. */
  readonly sent: string;
  readonly accepted?: string;
  /** The first whole answer. */
  readonly answered?: string;
  /** The day by which it was to be answered: agreed, or asked for and not objected to. RFC 3339 full-date. */
  readonly agreed?: string;
  /** Whether it was, once it is answered. */
  readonly isInTime?: boolean;
  readonly ended?: string;
  /** How: the status. */
  readonly end?: string;
  readonly timeliness?: Judgement;
  readonly effort?: Judgement;
};

export type Judgement = 'positive' | 'negative';
