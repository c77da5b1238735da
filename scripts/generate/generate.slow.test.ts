import { readFileSync } from 'node:fs';
import { Parser } from '@asyncapi/parser';
import { expect, test } from 'vitest';
import { REFUSALS } from '../../domain/kernel/refusal-catalogue.ts';
import { EXCHANGES, SUBMIT } from '../../adapters/amqp/topology.ts';
import { CATALOGUE } from '../../schemas/catalogue.ts';
import { asyncapi } from './asyncapi.ts';
import { errors } from './errors.ts';

test('the AsyncAPI document is valid, and has every message once in its direction', async () => {
  const { document, diagnostics } = await new Parser().parse(JSON.stringify(asyncapi()));
  // Without a document there are errors among the diagnostics; with one they are advice.
  const faults =
    document === undefined ? diagnostics.map(({ message, path }) => `${path.join('/')}: ${message}`) : [];
  expect(faults).toEqual([]);
  expect(document?.allMessages().all()).toHaveLength(CATALOGUE.types.length);
}, 30_000);

test('the AsyncAPI document says of the broker what the topology says', () => {
  const text = JSON.stringify(asyncapi());
  expect(text).toContain(`"name":"${SUBMIT}"`);
  for (const { name } of EXCHANGES) expect(text).toContain(`"${name}"`);
  expect(text).toContain('"x-dead-letter-strategy":"at-least-once"');
});

test('the AsyncAPI document says by which properties messages are paired, and who has sent them', async () => {
  const { document } = await new Parser().parse(JSON.stringify(asyncapi()));
  const paired = document?.allMessages().all().map((message) => [
    message.id(),
    message.correlationId()?.location(),
    Object.keys(message.headers()?.properties() ?? {}).includes('message_id'),
  ]); // prettier-ignore
  expect(paired).toEqual(
    CATALOGUE.types.map(({ type, direction }) => [
      type,
      direction === 'to hub' ? '$message.header#/message_id' : '$message.header#/correlation_id',
      true,
    ]),
  );
  expect(JSON.stringify(asyncapi())).toContain('"userId":"{system}"');
}, 30_000);

test('every code of the catalogue stands in the page of errors as it lies there', () => {
  const page = readFileSync('docs/errors.md', 'utf8');
  expect(page).toBe(errors());
  for (const code of Object.keys(REFUSALS)) expect(page).toContain(`| \`${code}\` |`);
});
