import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fetchDocument, uploadDocument, type Claim, type Source } from '../../connector/documents.ts';
import { usePreparedHub } from '../support/hub.ts';
import { largeDocument } from '../support/large.ts';
import { residentMost, residentNow } from '../support/memory.ts';
import { hasStarted, startProgram, type Program } from '../support/program.ts';
import { request, requestData } from '../support/requests.ts';
import { useSystems } from '../support/systems.ts';
import { until } from '../support/until.ts';

const MIB = 1_048_576;
/** As large as an area may take is 1024; the measurement is the same. */
const SIZE = Number(process.env['LARGE_DOCUMENT_MIB'] ?? 256) * MIB;
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
  gateway = await started('gateway/main.ts');
  worker = await started('worker/main.ts');
}, 60_000);
afterAll(async () => {
  for (const program of [gateway, worker]) program?.child.kill('SIGTERM');
  await Promise.all([gateway?.ended, worker?.ended]);
});

async function started(file: string): Promise<Program> {
  const program = startProgram(file, hub().config);
  await until(`${file} has started`, () => hasStarted(program), 60_000);
  return program;
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

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A server that listens on a port has an address with one.
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
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

test('a document of any size goes through gateway and worker in constant memory', async () => {
  const pids = [gateway, worker].map((program) => program?.child.pid ?? 0);
  const idle = pids.map(residentNow);
  // What one needs besides its bytes: code that runs for the first time, connections, and what is not tidied up yet.
  expect(await roundTrip(largeDocument(32 * MIB))).toBe(32 * MIB);
  const before = pids.map(residentMost);
  const begun = performance.now();
  expect(await roundTrip(largeDocument(SIZE, 2))).toBe(SIZE);
  const seconds = (performance.now() - begun) / 1000;
  const after = pids.map(residentMost);
  const told = pids.map((_, index) => [idle, before, after].map((all) => Math.round(all[index] ?? 0)).join(' > '));
  process.stderr.write(`${SIZE / MIB} MiB in ${seconds.toFixed(0)} s; gateway ${told[0]} MiB, worker ${told[1]} MiB\n`);
  for (const [index, most] of after.entries()) expect(most - (before[index] ?? 0)).toBeLessThan(64);
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
        gateway = await started('gateway/main.ts');
      }
      yield* source.read(from);
    },
  };
  const claim = await upload(dying);
  expect(isKilled).toBe(true);
  expect(claim).toMatchObject({ size: source.size });
}, 120_000);
