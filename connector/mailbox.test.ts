import { expect, test } from 'vitest';
import { newMailbox, type Delivery } from './mailbox.ts';
import { newMessage, type Message } from './message.ts';

test('what has come is taken in the order of its coming, each once', async () => {
  const mailbox = newMailbox('de-1');
  for (const id of ['a', 'b']) mailbox.put(delivery({ id }));
  const taken = await Promise.all([mailbox.take(anything()), mailbox.take(anything())]);
  expect(taken.map(({ message }) => message.id)).toEqual(['a', 'b']);
  await expect(mailbox.take(anything(1))).rejects.toThrow(
    'de-1 has waited in vain for anything (within 1 ms)',
  );
});

test('who waits gets what fits, and leaves the rest', async () => {
  const mailbox = newMailbox('de-1');
  const waiting = mailbox.take({ ...anything(), fits: ({ id }) => id === 'b' });
  for (const id of ['a', 'b']) mailbox.put(delivery({ id }));
  expect((await waiting).message.id).toBe('b');
  expect((await mailbox.take(anything())).message.id).toBe('a');
});

test('a delivery that comes once more is kept in the log and given to nobody', async () => {
  const mailbox = newMailbox('de-1');
  mailbox.put(delivery({ id: 'a' }));
  await mailbox.take(anything());
  mailbox.put({ ...delivery({ id: 'a' }), isRepeat: mailbox.isKnown(delivery({ id: 'a' }).message) });
  expect(mailbox.received.map(({ isRepeat }) => isRepeat)).toEqual([false, true]);
  await expect(mailbox.take(anything(1))).rejects.toThrow(/in vain/);
});

test('the receipt of a repeated message is no repeat, though it bears the id of the first', () => {
  const mailbox = newMailbox('de-1');
  mailbox.put(delivery({ id: 'a' }));
  expect(mailbox.isKnown(delivery({ id: 'a', duplicate: 'DUPLICATE_SAME' }).message)).toBe(false);
});

test('nor does it make a repeat of the first, should it overtake that on the way', async () => {
  const mailbox = newMailbox('de-1');
  mailbox.put(delivery({ id: 'a', duplicate: 'DUPLICATE_SAME' }));
  const first = delivery({ id: 'a' });
  mailbox.put({ ...first, isRepeat: mailbox.isKnown(first.message) });
  const taken = await Promise.all([mailbox.take(anything()), mailbox.take(anything())]);
  expect(taken.map(({ message }) => message.duplicate)).toEqual(['DUPLICATE_SAME', undefined]);
});

test('when it is closed, nobody waits for ever', async () => {
  const mailbox = newMailbox('de-1');
  const waiting = mailbox.take(anything());
  mailbox.close();
  await expect(waiting).rejects.toThrow(/closed/);
});

function anything(timeout = 1000) {
  return { fits: () => true, what: 'anything', timeout };
}

function delivery(attributes: Partial<Message>): Delivery {
  const message = { ...newMessage('de-1', 'receipt', { authority: 'A', data: {} }), ...attributes };
  return { message, format: 'json', bytes: new Uint8Array(), at: message.time, isRepeat: false };
}
