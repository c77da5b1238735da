import { cpSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { useFolder, useHub } from '../support/hub.ts';
import { command, request, requestData } from '../support/requests.ts';
import { useSystems } from '../support/systems.ts';
import { until } from '../support/until.ts';

const folder = useFolder();
beforeAll(() => cpSync('schemas/areas', join(folder(), 'areas'), { recursive: true }));
const hub = useHub('areas', () => ({ HUB_AREAS: join(folder(), 'areas') }));
const open = useSystems(hub);

const SETS = 'areas/PQ/question-sets/pq-general';

test('a new version of a question set goes live while the hub runs; an exchange keeps the version it began with', async () => {
  const [german, greek] = [await open('de-anerkennung'), await open('el-prosonta')];
  const early = await german.send(request(german.id, withVersion('1.1.0')));
  expect(early.faults).toMatchObject([{ code: 'QUESTION_SET_UNKNOWN' }]);
  const before = await german.send(request(german.id));
  publishVersion('1.1.0', 'Neue Fassung der Frage?');
  await until('the new version is published', () => isPublished('areas/PQ/question-sets/pq-general/1.1.0'));

  const after = await german.send(request(german.id, withVersion('1.1.0')));
  expect(after.outcome).toBe('accepted');
  const [old, fresh] = [await arrivedAt(before.case), await arrivedAt(after.case)];
  expect(old).not.toContain('Νέα διατύπωση');
  expect(fresh).toContain('Νέα διατύπωση');
  const accepted = await greek.send(command(greek.id, 'request.accept', { case: before }));
  expect(accepted.outcome).toBe('accepted');

  async function arrivedAt(subject = ''): Promise<string> {
    const { bytes } = await greek.next('request.arrived', { subject });
    return Buffer.from(bytes).toString('utf8');
  }
});

test('a new area goes live while the hub runs', async () => {
  const staged = join(folder(), 'staged');
  cpSync(join(folder(), 'areas/PQ'), staged, { recursive: true });
  changeJson(join(staged, 'area.json'), (area) => ({ ...area, code: 'PQ2' }));
  const sets = readdirSync(join(staged, 'question-sets'), { recursive: true, encoding: 'utf8' });
  for (const file of sets.filter((path) => path.endsWith('set.json')))
    changeJson(join(staged, 'question-sets', file), (set) => ({ ...set, area: 'PQ2' }));
  renameSync(staged, join(folder(), 'areas/PQ2'));
  await until('the new area is published', () => isPublished('areas/PQ2'));

  const german = await open('de-anerkennung');
  const answer = await german.send(request(german.id, { ...requestData(), area: 'PQ2' }));
  // The area is there; who may use it, the directory says.
  const codes = answer.faults?.map(({ code }) => code) ?? [];
  expect(codes).not.toContain('AREA_UNKNOWN');
  expect(codes).toContain('AUTHORITY_NOT_ACTIVE');
});

test('a broken change is refused, and what was published before stays', async () => {
  const file = join(folder(), 'areas/PQ/area.json');
  const right = readFileSync(file, 'utf8');
  writeFileSync(file, right.slice(0, right.length / 2));
  publishVersion('1.2.0', 'Kommt nicht');
  await new Promise((resolve) => {
    setTimeout(resolve, 6000);
  });
  const german = await open('de-anerkennung');
  expect((await german.send(request(german.id, withVersion('1.1.0')))).outcome).toBe('accepted');
  const unpublished = await german.send(request(german.id, withVersion('1.2.0')));
  expect(unpublished.faults).toMatchObject([{ code: 'QUESTION_SET_UNKNOWN' }]);

  writeFileSync(file, right);
  await until('it is mended', () => isPublished('areas/PQ/question-sets/pq-general/1.2.0'));
  expect((await german.send(request(german.id, withVersion('1.2.0')))).outcome).toBe('accepted');
});

test('a file that cannot be looked at, as in the midst of copying, does no harm', async () => {
  const dangling = join(folder(), 'areas/PQ/half-copied.json');
  symlinkSync(join(folder(), 'nowhere'), dangling);
  await new Promise((resolve) => {
    setTimeout(resolve, 6000);
  });
  const german = await open('de-anerkennung');
  expect((await german.send(request(german.id))).outcome).toBe('accepted');
  rmSync(dangling);
});

test('a version that is taken back can be used no more; the cases made with it can still be read', async () => {
  const [german, greek] = [await open('de-anerkennung'), await open('el-prosonta')];
  const sent = await german.send(request(german.id, withVersion('1.2.0')));
  rmSync(join(folder(), SETS, '1.2.0'), { recursive: true });
  await until('it is gone', async () => !(await isPublished('areas/PQ/question-sets/pq-general/1.2.0')));
  expect((await german.send(request(german.id, withVersion('1.2.0')))).faults).toMatchObject([
    { code: 'QUESTION_SET_UNKNOWN' },
  ]);
  const accepted = await greek.send(command(greek.id, 'request.accept', { case: sent }));
  expect(accepted.outcome).toBe('accepted');
  const told = await german.next('request.accepted', { subject: sent.case ?? '' });
  expect(told.message.subject).toBe(sent.case);
});

function withVersion(version: string) {
  return { ...requestData(), questionSet: { id: 'pq-general', version } };
}

/** Made aside and moved to its place, as whoever publishes does it. */
function publishVersion(version: string, german: string): void {
  const staged = join(folder(), `staged-${version}`);
  cpSync(join(folder(), SETS, '1.0.0'), staged, { recursive: true });
  changeJson(join(staged, 'set.json'), (set) => ({ ...set, version }));
  for (const [language, text] of [
    ['de', german],
    ['el', 'Νέα διατύπωση'],
  ] as const) {
    const file = join(staged, 'texts', `${language}.json`);
    const changed = readFileSync(file, 'utf8').replace(
      /("PQ-GQ-010"\s*:\s*)"(?:[^"\\]|\\.)*"/,
      `$1"${text}"`,
    );
    expect(changed).toContain(text);
    writeFileSync(file, changed);
  }
  renameSync(staged, join(folder(), SETS, version));
}

function changeJson(file: string, change: (content: object) => object): void {
  writeFileSync(file, JSON.stringify(change(JSON.parse(readFileSync(file, 'utf8')))));
}

async function isPublished(path: string): Promise<boolean> {
  return (await fetch(new URL(`/api/v1/${path}`, hub().httpUrl))).ok;
}
