import type { Recorded } from '../../domain/kernel/workflow.ts';

type EventFields = Pick<Recorded, 'seq' | 'type' | 'at' | 'by'> & {
  readonly caseNumber: string;
  readonly person: string | null | undefined;
  /** As it was written: JSON. */
  readonly facts: string;
  /** Hexadecimal; null where there is none. */
  readonly contentDigest: string | null;
};

/** What the mark of the hub on an event is over: all of its row. */
export function eventFields(row: EventFields): readonly (string | number | null)[] {
  const { caseNumber, seq, type, at, by, person, facts, contentDigest } = row;
  const fields = [caseNumber, seq, type, at, by, facts, contentDigest];
  return person === null || person === undefined ? fields : [...fields, person];
}
