import { expect, it } from 'vitest';
import { failure, unread, verdictOf, worstOf } from './indication.ts';

const TOO_LOW = verdictOf(failure('SIG_CONSTRAINTS_FAILURE', 'LEVEL_NOT_REACHED'));
const MISSING = verdictOf(failure('SIGNED_DATA_NOT_FOUND', 'LISTED_FILE_MISSING'));
const CHANGED = verdictOf(failure('HASH_FAILURE', 'DIGEST_DIFFERS'));

it('a level that is not reached does not hide that a file is missing', () => {
  expect(worstOf([TOO_LOW, MISSING])).toEqual(MISSING);
  expect(worstOf([TOO_LOW, MISSING, CHANGED])).toEqual(CHANGED);
  expect(worstOf([verdictOf(undefined), TOO_LOW])).toEqual(TOO_LOW);
});

it('what is not read is doubtful, never bad', () => {
  expect(unread('CONTAINER_UNREADABLE')).toEqual({
    indication: 'INDETERMINATE',
    reason: 'CONTAINER_UNREADABLE',
  });
});
