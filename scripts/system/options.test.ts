import { expect, test } from 'vitest';
import { readOptions } from './options.ts';

test.for([
  [['show'], { does: 'show' }],
  [['show', 'pt-sigen'], { does: 'show', system: 'pt-sigen' }],
  [['rotate', 'pt-sigen'], { does: 'rotate', system: 'pt-sigen', overlapHours: 72 }],
  [['rotate', 'pt-sigen', '--overlap', '0'], { does: 'rotate', system: 'pt-sigen', overlapHours: 0 }],
  [['rotate', 'pt-sigen', '--overlap', '1.5'], { does: 'rotate', system: 'pt-sigen', overlapHours: 1.5 }],
  [['revoke', 'pt-sigen'], { does: 'revoke', system: 'pt-sigen' }],
] as const)('%s is understood', ([given, asked]) => {
  expect(readOptions(given)).toEqual(asked);
});

test.for([
  [[]],
  [['rotate']],
  [['revoke', '--overlap']],
  [['revoke', 'pt-sigen', 'de-anerkennung']],
  [['rotate', 'pt-sigen', '--overlap']],
  [['rotate', 'pt-sigen', '--overlap', '-1']],
  [['rotate', 'pt-sigen', '--overlap', '1e9']],
  [['rotate', 'pt-sigen', '0']],
  [['remove', 'pt-sigen']],
] as const)('%s does nothing to anybody', ([given]) => {
  expect(readOptions(given)).toBeTypeOf('string');
});
