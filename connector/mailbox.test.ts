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

test('who expects something gets what comes from then on, and nothing that lies there already', async () => {
  const mailbox = newMailbox('de-1');
  expect(mailbox.put(delivery({ id: 'late' }))).toBe(false);
  const expected = mailbox.expect(anything());
  expect(mailbox.put(delivery({ id: 'own' }))).toBe(true);
  expect((await expected.within(1)).message.id).toBe('own');
  expect((await mailbox.take(anything())).message.id).toBe('late');
});

test('what is expected no longer is left to others', async () => {
  const mailbox = newMailbox('de-1');
  mailbox.expect(anything()).drop();
  expect(mailbox.put(delivery({ id: 'a' }))).toBe(false);
  expect((await mailbox.take(anything())).message.id).toBe('a');
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
