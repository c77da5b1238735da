/**
 * What an event sets off outside its case, as a value: who carries it out is the hub. It follows from the event and the state
 * alone, so that anybody can tell afterwards what must have been done.
 */
export type Effect = Tell | Write | Make | Forget;

/** Someone is told of something: a message to an authority's system. */
export type Tell = {
  readonly do: 'tell';
  readonly to: string;
  /** Type of the message, such as `request.arrived`. */
  readonly type: string;
  /** Attachments whose bytes go along. */
  readonly attachments?: readonly string[];
};

/**
 * People are written an e-mail: that there is something to do, or that something has changed (handbook 5.3.9.3). It never
 * holds anything of the case, so there is no room for that here either.
 */
export type Write = {
  readonly do: 'write';
  readonly to: Readers;
  /** Which of the workflow's `writes`. */
  readonly template: string;
};

/** Those of an authority who hold one of these user roles, if any; its contact address gets a copy (handbook 5.3.9.3). */
export type Readers = {
  readonly authority: string;
  readonly roles: readonly string[];
  /** Those of them who have the case in hand, by their numbers, where that is known. */
  readonly persons?: readonly string[];
  /** The user role that gets it instead where the authority allocates its cases to persons. */
  readonly allocator?: string;
};

/** A report or a dossier of the case is made, for whoever acted. */
export type Make = {
  readonly do: 'make';
  readonly report: string;
  readonly kind: string;
  readonly parts: readonly string[];
  readonly language: string;
  /** User roles by which it was ordered: it shows what they may see. */
  readonly roles: readonly string[];
};

/** What people wrote in the case is erased. */
export type Forget = { readonly do: 'forget' };

/**
 * Something is asked of another case: a command that only the hub gives, on one that there is, or by which one is opened. Its
 * data may hold what people wrote: it is never kept, but follows from the history each time.
 */
export type Ask = {
  readonly of: { readonly case: string } | { readonly opens: string; readonly area?: string };
  readonly command: string;
  readonly data: unknown;
  /** Documents of the asking case that the other one gets a copy of, by SHA-256. */
  readonly documents?: readonly string[];
};

/** An ask that has not been carried out yet: since when, of which event, and the how-manieth of it. */
export type Pending = Ask & { readonly since: string; readonly event: number; readonly place: number };
