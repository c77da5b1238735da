import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fetchDocument, uploadDocument, type Claim, type Source } from '../../connector/documents.ts';
import { freePort } from '../support/free-port.ts';
import { usePreparedHub } from '../support/hub.ts';
import { largeDocument } from '../support/large.ts';
import { forgetMost, residentMost, residentNow } from '../support/memory.ts';
import { hasStarted, startProgram, type Program } from '../support/program.ts';
import { request, requestData } from '../support/requests.ts';
import { useSystems } from '../support/systems.ts';
import { until } from '../support/until.ts';

const MIB = 1_048_576;
/** As large as an area may take is 1024; the measurement is the same. */
const SIZE = Number(process.env['LARGE_DOCUMENT_MIB'] ?? 256) * MIB;
const WARM = 16 * MIB;
/** After this nothing of what was done is left to do. */
const IDLE_MS = 3000;
const [GERMAN, AUTHORITY] = ['de-anerkennung', 'DE-T-LEHRAMT'];

const hub = usePreparedHub('document-memory', async () => ({
  HUB_AREAS: areasThatTake(1024 * MIB),
  HTTP_PORT: String(await freePort()),
  LOG_LEVEL: 'info',
}));
const open = useSystems(() => ({ ...hub(), httpUrl: httpUrl() }));

let gateway: Program | undefined;
let worker: Program | undefined;
beforeAll(async () => {
  execFileSync('node_modules/.bin/tsc', ['-p', 'test/support/tsconfig.programs.json']);
  gateway = await started('gateway/main.js');
  worker = await started('worker/main.js');
}, 120_000);
afterAll(async () => {
  for (const program of [gateway, worker]) program?.child.kill('SIGTERM');
  await Promise.all([gateway?.ended, worker?.ended]);
});

async function started(file: string): Promise<Program> {
  const program = startProgram(`out/programs/${file}`, hub().config, flagsOf(file));
  await until(`${file} has started`, () => hasStarted(program), 60_000);
  return program;
}

/** As it is installed: with the options of the composition. */
function flagsOf(file: string): readonly string[] {
  const [line = ''] =
    readFileSync('docker-compose.yml', 'utf8').match(new RegExp(`^.*dist/${file}'.*$`, 'm')) ?? [];
  return [...line.matchAll(/'(--[^']+)'/g)].map(([, flag]) => flag ?? '');
}

/** The areas that come along, with another limit for documents. */
function areasThatTake(maxBytes: number): string {
  const folder = mkdtempSync(join(tmpdir(), 'imi-hub-areas-'));
  cpSync('schemas/areas', folder, { recursive: true });
  const file = join(folder, 'PQ', 'area.json');
  const text = readFileSync(file, 'utf8').replace(/"maxBytes": [0-9]+/, `"maxBytes": ${maxBytes}`);
  writeFileSync(file, text);
  return folder;
}

function httpUrl(): string {
  return `http://127.0.0.1:${hub().config.HTTP_PORT}`;
}

function access() {
  const url = new URL(httpUrl());
  url.username = GERMAN;
  url.password = hub().credentials.get(GERMAN) ?? '';
  return { url: url.href };
}

function upload(source: Source): Promise<Claim> {
  return uploadDocument(access(), { authority: AUTHORITY, mediaType: 'application/pdf', source });
}

/** Handed in, claimed by a request, and fetched by who has sent it. */
async function roundTrip(source: Source): Promise<number> {
  const claim = await upload(source);
  const german = await open(GERMAN, { kind: 'http', format: 'json' });
  const attachments = [{ id: 'doc-1', name: 'plan.pdf', mediaType: 'application/pdf', upload: claim }];
  const sent = await german.send(request(GERMAN, { ...requestData(), attachments }));
  expect(sent).toMatchObject({ outcome: 'accepted' });
  let bytes = 0;
  const wanted = { case: sent.case ?? '', id: 'doc-1', sha256: claim.sha256 };
  for await (const part of fetchDocument(access(), wanted)) bytes += part.length;
  return bytes;
}

test('a document of any size goes in and out with less than 64 MiB beyond what the programs have when idle after a small one', async () => {
  const pids = [gateway, worker].map((program) => program?.child.pid ?? 0);
  // What happens for the first time is not counted: code, connections, and the room that V8 takes for what is young.
  expect(await roundTrip(largeDocument(WARM))).toBe(WARM);
  await pause(IDLE_MS);
  const idle = pids.map(residentNow);
  pids.forEach(forgetMost);
  const begun = performance.now();
  expect(await roundTrip(largeDocument(SIZE, 2))).toBe(SIZE);
  const seconds = (performance.now() - begun) / 1000;
  const grown = pids.map((pid, index) => Math.round(residentMost(pid) - (idle[index] ?? 0)));
  const told = grown.map((more, index) => `${Math.round(idle[index] ?? 0)} + ${more}`);
  process.stderr.write(`${SIZE / MIB} MiB in ${seconds.toFixed(0)} s; gateway ${told[0]} MiB, worker ${told[1]} MiB\n`);
  expect(Math.max(...grown)).toBeLessThan(64);
}, 900_000); // prettier-ignore

test('a gateway that dies in the midst of an upload is gone on with by the next one', async () => {
  const source = largeDocument(30 * MIB, 3);
  let isKilled = false;
  const dying: Source = {
    size: source.size,
    async *read(from) {
      // The digest has been taken before, from the beginning; 12 MiB have been handed in by then.
      if (from === 12 * MIB && !isKilled) {
        isKilled = true;
        gateway?.child.kill('SIGKILL');
        await gateway?.ended;
        gateway = await started('gateway/main.js');
      }
      yield* source.read(from);
    },
  };
  const claim = await upload(dying);
  expect(isKilled).toBe(true);
  expect(claim).toMatchObject({ size: source.size });
}, 120_000);
