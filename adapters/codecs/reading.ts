import { fault, type Fault } from '../../domain/kernel/refusals.ts';
import { MOST_PROBLEMS } from '../../schemas/message/explain.ts';

/**
 * What a reader made of the text: a candidate for the canonical message, still to be validated, and the faults that
 * only its form can have. A broken text is not validated; its candidate has at most the header.
 */
export type Reading = {
  readonly candidate: Readonly<Record<string, unknown>>;
  readonly faults: readonly Fault[];
  readonly isBroken: boolean;
};

export function broken(found: Fault, candidate: Reading['candidate'] = {}): Reading {
  return { candidate, faults: [found], isBroken: true };
}

/** Collects the faults of one text, no more than a sender can use. */
export type Report = {
  readonly add: (found: Fault) => void;
  readonly faults: readonly Fault[];
};

export function newReport(): Report {
  const faults: Fault[] = [];
  return {
    faults,
    add(found) {
      if (faults.length < MOST_PROBLEMS) faults.push(found);
    },
  };
}

/** Both kinds of faults, without those that only follow from what the reader has already said of the same place. */
export function merged(read: readonly Fault[], validated: readonly Fault[]): readonly Fault[] {
  const said = new Set(read.map(({ path }) => path).filter((path) => path !== ''));
  const news = validated.filter(({ path }) => !isWithin(path, said));
  return [...read, ...news].slice(0, MOST_PROBLEMS);
}

function isWithin(path: string, said: ReadonlySet<string>): boolean {
  if (said.size === 0) return false;
  for (let end = path.length; end > 0; end = path.lastIndexOf('/', end - 1)) {
    if (said.has(path.slice(0, end))) return true;
  }
  return false;
}

/** The schema is one of the envelope and of what is in it. */
export function codeAt(path: string): 'SCHEMA' | 'ENVELOPE_INVALID' {
  return path === '/data' || path.startsWith('/data/') ? 'SCHEMA' : 'ENVELOPE_INVALID';
}

/** Where the reading ended, for senders whose text is not well-formed; the text itself is not repeated. */
export function positioned(problem: string, line: number, column: number): string {
  return `${problem} in line ${line}, column ${column}`;
}

export function tooComplex(limit: number, parts: string): Fault {
  return fault('MESSAGE_TOO_COMPLEX', '', { limit: String(limit), parts });
}

export function tooDeep(limit: number): Fault {
  return fault('MESSAGE_TOO_DEEP', '', { limit: String(limit) });
}
