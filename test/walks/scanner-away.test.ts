import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { useHub } from '../support/hub.ts';
import { request, requestData } from '../support/requests.ts';
import { useSystems } from '../support/systems.ts';
import { useTables } from '../support/tables.ts';

const folder = mkdtempSync(join(tmpdir(), 'imi-hub-scanner-'));
const [scanner, presence] = [join(folder, 'scan'), join(folder, 'is-there')];
// Where the file is missing it could not say anything, as one that is being updated.
writeFileSync(scanner, `#!/bin/sh\ncat >/dev/null\n[ -e ${presence} ] || exit 2\n`, { mode: 0o700 });

const GERMAN = 'de-anerkennung';
const hub = useHub('scanner-away', { SCANNER: `command:${scanner}`, HOLD_SECONDS: '2' });
const tables = useTables(hub);
const open = useSystems(hub);

beforeAll(() => rmSync(presence, { force: true }));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function withDocument() {
  const content = Buffer.from('%PDF-1.7 small').toString('base64');
  const attachments = [{ id: 'doc-1', name: 'small.pdf', mediaType: 'application/pdf', content }];
  return request(GERMAN, { ...requestData(), attachments });
}

async function post(message: object): Promise<Response> {
  const secret = hub().credentials.get(GERMAN) ?? '';
  const authorization = `Basic ${Buffer.from(`${GERMAN}:${secret}`).toString('base64')}`;
  const headers = { authorization, 'content-type': 'application/json' };
  return fetch(new URL('/api/v1/messages', hub().httpUrl), { method: 'POST', headers, body: JSON.stringify(message) });
} // prettier-ignore

test('while the scanner is away messages with documents wait, nobody else does, and nothing is refused', async () => {
  expect(existsSync(presence)).toBe(false);
  const german = await open(GERMAN);
  const answered: string[] = [];
  const waiting = Array.from({ length: 12 }, withDocument).map((message) =>
    german.send(message).then((answer) => {
      answered.push(message.id);
      return answer;
    }),
  );
  for (let count = 0; count < 20; count += 1)
    expect(await german.send(request(GERMAN))).toMatchObject({ outcome: 'accepted' });
  // Longer than anything is held where nothing gets on.
  await new Promise((resolve) => setTimeout(resolve, 5000));
  expect(await german.send(request(GERMAN))).toMatchObject({ outcome: 'accepted' });
  expect(answered).toEqual([]);

  writeFileSync(presence, '');
  const answers = await Promise.all(waiting);
  expect(answers.map(({ outcome }) => outcome)).toEqual(Array.from({ length: 12 }, () => 'accepted'));
  expect(answers.filter(({ duplicate }) => duplicate)).toEqual([]);
  expect(await tables().count('dead_letter')).toBe(0);
}, 60_000);

test('over HTTP it is said at once that the same message is to come again, and then it is taken', async () => {
  rmSync(presence, { force: true });
  const german = await open(GERMAN, { kind: 'http', format: 'json' });
  const message = withDocument();
  const body = { ...message, specversion: '1.0' };
  const answer = await post(body);
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5']);
  expect(await answer.json()).toMatchObject({ code: 'UNAVAILABLE' });
  expect(await german.send(request(GERMAN))).toMatchObject({ outcome: 'accepted' });
  writeFileSync(presence, '');
  expect(await german.send(message)).toMatchObject({ outcome: 'accepted' });
}, 60_000);
