import { expect, test } from 'vitest';
import { PORTO } from '../../domain/testing/cast.ts';
import { openStage, aMessage, submitted } from '../testing/stage.ts';
import { LARGEST_MESSAGE, refusedUnread } from './unread.ts';

const { hub } = openStage();
const submission = submitted(aMessage({ authority: PORTO, type: 'request.send', data: {} }));
const large = { ...submission, bytes: Buffer.alloc(LARGEST_MESSAGE + 1), messageId: 'large-1' };

test('a message of the largest size is read', () => {
  expect(refusedUnread(hub, { ...large, bytes: Buffer.alloc(LARGEST_MESSAGE) })).toBeUndefined();
});

test('a larger one is refused under the id that came beside it', () => {
  const refused = refusedUnread(hub, large);
  expect(refused).toMatchObject({ id: 'large-1', faults: [{ code: 'MESSAGE_TOO_LARGE' }] });
  expect(refused?.apart).toBeUndefined();
});

test('without such an id it is known by size and beginning, so that it is recognised when it comes again', () => {
  const { messageId: _none, ...nameless } = large;
  const [one, again] = [refusedUnread(hub, nameless), refusedUnread(hub, { ...nameless })];
  expect(one?.id).toMatch(/^unreadable:[0-9a-f]{40}$/);
  expect(again?.id).toBe(one?.id);
});

test('what nobody vouches for is refused whatever it says, and leaves its id free', () => {
  const refused = refusedUnread(hub, { ...submission, isUnproven: true });
  expect(refused?.faults.map(({ code }) => code)).toEqual(['SENDER_UNPROVEN']);
  expect(refused?.apart).toBe(refused?.digest);
});

test('what is both hears of both', () => {
  const refused = refusedUnread(hub, { ...large, isUnproven: true });
  expect(refused?.faults.map(({ code }) => code)).toEqual(['SENDER_UNPROVEN', 'MESSAGE_TOO_LARGE']);
});
