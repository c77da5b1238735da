import { expect, test } from 'vitest';
import { hubFault } from '../../hub/faults.ts';
import { deskSentence } from './desk.ts';

test('what cannot be done is told in one sentence', () => {
  const restored = hubFault('DATABASE_RESTORED', 'HUB_MASTER_KEY is that of another hub');
  expect(deskSentence(restored)).toBe('It cannot be done: HUB_MASTER_KEY is that of another hub.');
});

test('of a database without tables the next step is told', () => {
  expect(deskSentence(new Error('The table `epoch` does not exist in the current database.'))).toBe(
    'It cannot be done: The table `epoch` does not exist in the current database. Has the database been migrated (npm run migrate)?',
  );
});
