import { expect, test } from 'vitest';
import { readOptions } from './options.ts';

const ID = '0d3f2b1c-0000-4000-8000-000000000001';

test('dead e-mails are listed, and sent again by their ids or all', () => {
  expect(readOptions(['list'])).toEqual({ does: 'list' });
  expect(readOptions(['again', ID, ID])).toEqual({ does: 'again', ids: [ID, ID] });
  expect(readOptions(['again', 'all'])).toEqual({ does: 'again', ids: 'all' });
});

test.each([[[]], [['again']], [['list', ID]], [['send', ID]], [['again', 'all', ID]], [['again', 'REQ-1']]])(
  '%j is not understood, and it is said why',
  (args) => {
    expect(readOptions(args)).toEqual(expect.any(String));
  },
);
