import { afterAll, expect, test } from 'vitest';
import { newMessage } from './message.ts';
import { openSchemas } from './schemas.ts';
import { publishSchemas } from './testing/published.ts';

const published = publishSchemas();
afterAll(() => published.remove());

test('a message is held against its published schema, and every fault is named with its place', async () => {
  const data = { questionSet: { id: 'pq-general' }, deadline: 'soon' };
  const message = newMessage('pt-sigen', 'request.send', { authority: 'PT-T-ENSINO', data });
  const faults = await openSchemas(published.folder).faultsOf(message);
  expect(faults.some((fault) => fault.startsWith('/data/questionSet '))).toBe(true);
  expect(faults.some((fault) => fault.startsWith('/data/deadline '))).toBe(true);
});

test('a type that is not published has no schema', async () => {
  await expect(openSchemas(published.folder).of('request.sing')).rejects.toThrow(/no schema of request.sing/);
});

test.each(['../secret', '/etc/passwd', 'a/b', ''])(
  '%j is no type, and leads to no other file',
  async (type) => {
    await expect(openSchemas(published.folder).of(type)).rejects.toThrow(/no message type/);
  },
);
