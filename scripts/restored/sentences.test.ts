import { expect, test } from 'vitest';
import { situationSentences } from './sentences.ts';

test('what was told and is lost has a line for each case, each system and each root', () => {
  const chains = [
    { chain: 'REQ-2026-0000001-ABCDEF', kept: 3, lost: 6 },
    { chain: 'REQ-2026-0000002-GHJKMN', kept: 0, lost: 1 },
    { chain: 'system/de-anerkennung', kept: 5, lost: 4 },
  ];
  const unread = [
    { system: 'de-anerkennung', count: 2 },
    { system: 'el-prosonta', count: 0 },
  ];
  expect(situationSentences({ chains, roots: [{ number: 7, digest: 'ab' }] }, unread)).toEqual([
    'Told and lost, as far as it was witnessed:',
    'REQ-2026-0000001-ABCDEF: records up to 6, after 3',
    'REQ-2026-0000002-GHJKMN: wholly, record 1',
    'system/de-anerkennung: records up to 4, others stand there now',
    'root 7 of the evidence, statement ab',
    '2 in the inbox of de-anerkennung, not yet taken; what is lost may be among it.',
  ]);
});

test('where nothing is known to be lost, it says so', () => {
  expect(situationSentences({ chains: [], roots: [] }, [])).toEqual([
    'Nothing is witnessed that this database lacks.',
  ]);
});
