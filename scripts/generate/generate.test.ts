import { readFileSync } from 'node:fs';
import { Parser } from '@asyncapi/parser';
import { beforeAll, expect, test } from 'vitest';
import { REFUSALS } from '../../domain/kernel/refusals.ts';
import { EXCHANGES, SUBMIT } from '../../adapters/amqp/topology.ts';
import { MESSAGE_TYPES } from '../../schemas/catalogue.ts';
import { asyncapi } from './asyncapi.ts';
import { errors } from './errors.ts';
import { readSources, refusalsOf, type Sources } from './sources.ts';

let sources: Sources;
beforeAll(async () => {
  sources = await readSources(['domain']);
});

test('the AsyncAPI document is valid, and has every message once in its direction', async () => {
  const { document, diagnostics } = await new Parser().parse(JSON.stringify(asyncapi()));
  // Without a document there are errors among the diagnostics; with one they are advice.
  const faults =
    document === undefined ? diagnostics.map(({ message, path }) => `${path.join('/')}: ${message}`) : [];
  expect(faults).toEqual([]);
  expect(document?.allMessages().all()).toHaveLength(MESSAGE_TYPES.length);
}, 30_000);

test('the AsyncAPI document says of the broker what the topology says', () => {
  const text = JSON.stringify(asyncapi());
  expect(text).toContain(`"name":"${SUBMIT}"`);
  for (const { name } of EXCHANGES) expect(text).toContain(`"${name}"`);
  expect(text).toContain('"x-dead-letter-strategy":"at-least-once"');
});

test('a command names the refusals of its own rule, and of the rules it calls', () => {
  expect(refusalsOf(sources, 'request.accept')).toEqual([
    'FLAG_MISSING',
    'DEADLINE_PAST',
    'COORDINATOR_CHOICE',
    'COORDINATOR_NOT_LINKED',
  ]);
  expect(refusalsOf(sources, 'request.send')).toContain('ADDRESSEE_NOT_FOUND');
  expect(refusalsOf(sources, 'request.approve')).toEqual([]);
});

test('every code of the catalogue stands in the page of errors as it lies there', () => {
  const page = readFileSync('docs/errors.md', 'utf8');
  expect(page).toBe(errors());
  for (const code of Object.keys(REFUSALS)) expect(page).toContain(`| \`${code}\` |`);
});
