import type { Admission } from '../hub/intake/admit.ts';
import type { Submission } from '../hub/ports/messages.ts';

/** What has to be said to the broker about one submission. */
export type Answering = {
  /** The broker does not listen any more, and gives it to somebody again. */
  isLost(): boolean;
  acknowledge(): void;
  /** This one and all before it in its lane. */
  acknowledgeUpTo(): void;
  giveBack(): void;
};

/** A submission that has been read, and waits to be written. */
export type Waiting = {
  readonly admission: Admission;
  /** As it came. */
  readonly submission: Submission;
  readonly answering: Answering;
  /** When it came, by the clock that never jumps. */
  readonly since: number;
  /** Messages of one lane are acknowledged in their order. */
  readonly lane: string;
  /** It has been elsewhere, and comes after others of its lane that came later. */
  readonly isLate?: true;
};

export function isListenedTo({ answering }: Waiting): boolean {
  return !answering.isLost();
}
