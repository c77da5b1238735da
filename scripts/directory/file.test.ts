import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openDirectoryFile } from './file.ts';

const folder = mkdtempSync(join(tmpdir(), 'imi-directory-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const training = readFileSync('training/directory.json', 'utf8');
const NOW = new Date('2026-11-26T12:00:00Z');

function problemsOf(content: string | Uint8Array): readonly string[] {
  const path = join(folder, 'directory.json');
  writeFileSync(path, content);
  const file = openDirectoryFile(path, NOW);
  return 'problems' in file ? file.problems : [];
}

test('the training directory can be published', () => {
  expect(problemsOf(training)).toEqual([]);
});

test.each([
  ['no JSON', '{\n  "version": 1,\n}', ['The JSON is not well-formed: unexpected text in line 3, column 1.']],
  ['nothing', '', ['The JSON is not well-formed: unexpected text in line 1, column 1.']],
  ['another encoding', Buffer.from('{"version": "é"}', 'latin1'), ['the file is not in UTF-8']],
  ['a list', '[]', ['the whole file: a record is expected']],
  ['nothing of it', '{}', ['/version: it is missing', '/authorities: it is missing', '/systems: it is missing']],
  ['a member twice', '{"version":1,"version":2}', ['/version: The name version stands twice in the same object.']],
])('a file with %s is told in a sentence', (_, content, expected) => {
  expect(problemsOf(content)).toEqual(expected);
}); // prettier-ignore

test('a file that is not there, and a folder, are told in a sentence', () => {
  expect(openDirectoryFile(join(folder, 'none.json'), NOW)).toEqual({ problems: ['there is no such file'] });
  expect(openDirectoryFile(folder, NOW)).toEqual({ problems: ['this is a folder, not a file'] });
});

test('every problem is told once, with its place, the id of the entry and what is expected', () => {
  const wrong = training
    .replace('"status": "active"', '"status": "on holiday"')
    .replace('"country": "PT"', '"country": "Portugal"')
    .replace('"generalCompetence": true', '"generalCompetence": "yes", "colour": "blue"');
  expect(problemsOf(wrong)).toEqual([
    '/authorities/0/country (PT-T-NIMIC): at most 2 characters are possible',
    '/authorities/0/status (PT-T-NIMIC): one of registration requested, active, registration refused, suspended, inactive is expected',
    '/authorities/0/generalCompetence (PT-T-NIMIC): true or false is expected',
    '/authorities/0/colour (PT-T-NIMIC): nothing of this name is known here',
  ]);
});

test('a certificate that is none is told with its system', () => {
  const pem = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';
  const directory = JSON.parse(training);
  directory.systems[0].certificates = [pem];
  expect(problemsOf(JSON.stringify(directory))).toEqual([
    `/systems/0/certificates/0 (${directory.systems[0].id}): it is no certificate`,
  ]);
});
