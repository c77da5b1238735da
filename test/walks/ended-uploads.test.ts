import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Assembled } from '../../adapters/assemble.ts';
import { checkUploads } from '../../hub/documents/check-uploads.ts';
import { PIECE, type Scanner } from '../../hub/ports/documents.ts';
import { openHub } from '../../worker/hub.ts';
import { endUploads } from '../../worker/upload-job.ts';
import { usePreparedHub } from '../support/hub.ts';
import { useTables } from '../support/tables.ts';

/** No program runs here: the tests do what worker and gateway do, in an order of their own. */
const hub = usePreparedHub('ended-uploads');
const tables = useTables(hub);

const GOING_ON = { aborted: false };
const DAY_MS = 86_400_000;
const BYTES = Buffer.concat([Buffer.from('%PDF-1.7 '), Buffer.alloc(3 * PIECE, 7)]);

let said: { readonly level: string; readonly text: string }[] = [];
const log = Object.fromEntries(
  ['info', 'warn', 'error'].map((level) => [
    level,
    (_: object, text: string) => void said.push({ level, text }),
  ]),
) as Record<'info' | 'warn' | 'error', (facts: object, text: string) => void>;
let assembled: Assembled | undefined;
beforeAll(async () => {
  assembled = await openHub(hub().config, log);
});
beforeEach(() => {
  said = [];
});
afterAll(() => assembled?.close());

function present(): Assembled {
  if (assembled === undefined) throw new TypeError('it is there when the tests begin');
  return assembled;
}

/** As the hub is in so many days, with a scanner. */
function hubAt(days: number, scanner?: Scanner) {
  const clock = { now: () => new Date(Date.now() + days * DAY_MS).toISOString() };
  return { ...present().hub, clock, ...(scanner && { scanner }) };
}

async function handedIn(): Promise<string> {
  const { store } = present().hub;
  const id = randomUUID();
  const sha256 = createHash('sha256').update(BYTES).digest('hex');
  const facts = { id, owner: `of-${id}`, authority: 'DE-T-LEHRAMT', mediaType: 'application/pdf', size: BYTES.length, sha256 };
  const expiresAt = new Date(Date.now() + DAY_MS).toISOString();
  await store.openUpload({ ...facts, expiresAt }, { count: 1, bytes: 2 ** 30 });
  for (let index = 0; index * PIECE < BYTES.length; index += 1) {
    const bytes = BYTES.subarray(index * PIECE, (index + 1) * PIECE);
    await store.keepPiece({ upload: id, index, bytes, from: index * PIECE });
  }
  return id;
} // prettier-ignore

/** Something happens once it has seen the first piece; what it says of the rest, as the real ones, it does not throw. */
function scannerDuring(happening: () => Promise<unknown>): Scanner {
  return {
    async scan(pieces) {
      let count = 0;
      try {
        for await (const _ of pieces) {
          if (count === 0) await happening();
          count += 1;
        }
      } catch {
        return 'unavailable';
      }
      return 'clean';
    },
  };
}

function alarms(): number {
  return said.filter(({ text }) => text.startsWith('the database holds what the hub has not written')).length;
}

const ENDS = {
  'is given up by its sender': (id: string) => present().hub.store.dropUpload(id),
  'has had its time': () => present().hub.store.dropExpired(hubAt(2).clock.now()),
  'is given up, and its pieces are deleted': async (id: string) => {
    await present().hub.store.dropUpload(id);
    await endUploads(hubAt(0), GOING_ON);
  },
};

test.each(Object.entries(ENDS))('an upload that %s while the scanner reads it raises no alarm', async (_, end) => {
  const id = await handedIn();
  expect(await checkUploads(hubAt(0, scannerDuring(() => end(id))), GOING_ON)).toBe(1);
  expect(await present().hub.store.upload(id)).toBeUndefined();
  expect(alarms()).toBe(0);
  expect(said.filter(({ level }) => level !== 'info')).toEqual([]);
}); // prettier-ignore

test('neither does one that ends while its digest is taken, before the scanner sees it', async () => {
  const id = await handedIn();
  const { store } = present().hub;
  const ending = {
    ...store,
    async *uploaded(one: string) {
      for await (const piece of store.uploaded(one)) {
        yield piece;
        await store.dropUpload(id);
      }
    },
  };
  const scanner = scannerDuring(async () => undefined);
  expect(await checkUploads({ ...hubAt(0, scanner), store: ending }, GOING_ON)).toBe(1);
  expect(said).toEqual([]);
});

test.each([0, PIECE, 300_000])('one of which the database says that %i bytes have come is checked and read whole, or not at all', async (received) => {
  const id = await handedIn();
  const { store } = present().hub;
  await tables().client.query('UPDATE upload SET received = $2 WHERE id = $1', [id, received]);
  expect(await checkUploads(hubAt(0), GOING_ON)).toBe(1);
  expect(await store.upload(id)).toMatchObject({ state: 'ready', received: BYTES.length });
  expect((await whole(id)).equals(BYTES)).toBe(true);
  expect(alarms()).toBe(0);
  await tables().client.query('DELETE FROM upload_piece WHERE upload_id = $1 AND place = 2', [id]);
  await expect(whole(id)).rejects.toMatchObject({ kind: 'RECORD_UNSOUND' });
  expect(alarms()).toBe(1);
}); // prettier-ignore

async function whole(id: string): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of present().hub.store.uploaded(id)) pieces.push(piece);
  return Buffer.concat(pieces);
}

const TAKE_PIECES = 'DELETE FROM upload_piece WHERE upload_id = $1';
const THEFTS: Readonly<Record<string, readonly string[]>> = {
  'a piece is gone': [`${TAKE_PIECES} AND place = 1`],
  'a piece is another one': [
    `UPDATE upload_piece p SET sealed = o.sealed FROM upload_piece o
     WHERE p.upload_id = $1 AND p.place = 1 AND o.upload_id = $1 AND o.place = 0`,
  ],
  'its row says that it has ended': [
    `UPDATE upload SET state = 'gone', wrapped_key = NULL, sha256 = NULL WHERE id = $1`,
    TAKE_PIECES,
  ],
  'its row says that it is another one': [
    `UPDATE upload SET state = 'open', received = 5 WHERE id = $1`,
    TAKE_PIECES,
  ],
  'all of it is gone': [TAKE_PIECES, 'DELETE FROM upload WHERE id = $1'],
};

test.each(Object.entries(THEFTS))('where somebody writes to the database so that %s, the alarm is raised', async (_, theft) => {
  const id = await handedIn();
  const happening = async () => {
    for (const text of theft) await tables().client.query(text, [id]);
  };
  // Thrown to whoever reads, which some scanners take for an answer that breaks off.
  await checkUploads(hubAt(0, scannerDuring(happening)), GOING_ON);
  expect(alarms()).toBeGreaterThan(0);
}); // prettier-ignore
