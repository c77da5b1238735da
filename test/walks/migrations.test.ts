import { expect, test } from 'vitest';
import { diff } from '../../prisma/diff.ts';
import { useStage } from '../support/stage.ts';

const stage = useStage('migrations');

test('the migrations lead to the schema, and leave nothing to do', async () => {
  expect(await diff(stage().databaseUrl)).toBe('');
});
