import type { Fault } from '../../domain/kernel/refusals.ts';

/** A rule that no published schema can express, in the words of docs/messages.md, and the faults by which the hub keeps it. */
export type Beyond = {
  readonly form: 'json' | 'xml';
  readonly says: string;
  keeps(fault: Fault): boolean;
};

export const BEYOND: readonly Beyond[] = [
  {
    form: 'json',
    says: 'a name stands once in an object',
    keeps: ({ code }) => code === 'JSON_DUPLICATE_NAME',
  },
  {
    form: 'json',
    says: 'an escape never makes half a character',
    keeps: ({ path, facts }) =>
      path !== '' && facts?.['problem'] === 'it has characters that are not possible here',
  },
  {
    form: 'json',
    says: 'a number is what its digits say',
    keeps: ({ facts }) => facts?.['problem'] === 'a whole number is expected',
  },
  {
    form: 'xml',
    says: 'what stands in a scope follows from its type',
    keeps: ({ path }) => /^\/(caseversion|authority|subject|signature|duplicate)$/.test(path),
  },
  {
    form: 'xml',
    says: 'the type in the header is that of the body',
    keeps: ({ code, path }) =>
      code === 'ENVELOPE_CONTRADICTION' || code === 'COMMAND_UNKNOWN' || path === '/type',
  },
  {
    form: 'xml',
    says: 'commands go to the hub, and everything else comes from it',
    keeps: ({ path }) => path === '/source' || path === '/receiver',
  },
];
