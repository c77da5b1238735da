import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test, vi } from 'vitest';
import { PORTO } from '../domain/testing/cast.ts';
import { admit } from '../hub/intake/admit.ts';
import { aMessage, openStage, submitted, wireRequest } from '../hub/testing/stage.ts';
import { openSettling, type Settling, type SettlingHow } from './settling.ts';
import type { Waiting } from './waiting.ts';

let settling: Settling | undefined;
afterEach(() => settling?.giveUp());

const TIMEOUT = Object.assign(new Error('canceling statement due to statement timeout'), { code: '57014' });
const BROKEN_RULE = Object.assign(new Error('violates check constraint'), { code: '23514' });

type Scene = Partial<SettlingHow> & {
  /** What meets a batch with these messages, if anything does. */
  readonly trouble: (ids: readonly string[]) => Error | undefined;
};

/** A hub on a store in memory, in which some messages meet trouble each time. */
function openScene({ trouble, ...how }: Scene) {
  const stage = openStage();
  const said = new Map<string, string>();
  const tries: string[][] = [];
  const store: typeof stage.store = {
    ...stage.store,
    transaction: (work) =>
      stage.store.transaction(async (unit) => {
        const load: typeof unit.load = async (keys, numbers) => {
          const ids = keys.flatMap(({ id }) => (id.includes('#') ? [] : [id]));
          tries.push(ids);
          const error = trouble(ids);
          if (error !== undefined) throw error;
          return unit.load(keys, numbers);
        };
        return work({ ...unit, load });
      }),
  };
  const hub = { ...stage.hub, store };
  const aside: string[] = [];
  settling = openSettling(hub, {
    settled: () => undefined,
    setAside: async ({ admission }) => {
      aside.push(idOf(admission));
      return [];
    },
    firstPauseMs: 1,
    ...how,
  });
  function waiting(id: string, since = 0): Waiting {
    const message = { ...aMessage({ authority: PORTO, type: 'request.send', data: wireRequest() }), id };
    const note = (word: string) => () => void said.set(id, word);
    const answering = {
      isLost: () => false,
      acknowledge: note('acknowledged'),
      acknowledgeUpTo: note('acknowledged up to'),
      giveBack: note('given back'),
    };
    const submission = submitted(message);
    return { admission: admit(hub, submission), submission, answering, since, lane: 'one' };
  }
  return { settling, said, aside, tries, logged: stage.logged, batch: (...ids: string[]) => ids.map((id) => waiting(id)) };
} // prettier-ignore

function idOf(admission: Waiting['admission']): string {
  return admission.kind === 'admitted' ? admission.message.id : admission.id;
}

test('a batch that is written is acknowledged with one word', async () => {
  const { settling: line, said, batch } = openScene({ trouble: () => undefined });
  await line.settle(batch('a', 'b', 'c'));
  expect([...said]).toEqual([['c', 'acknowledged up to']]);
});

test('a message that the database refuses goes back alone, and its neighbours are written', async () => {
  const { settling: line, said, batch } = openScene({ trouble: (ids) => ids.includes('bad') ? BROKEN_RULE : undefined }); // prettier-ignore
  await line.settle(batch('a', 'bad', 'c'));
  expect(said).toEqual(new Map([['a', 'acknowledged'], ['bad', 'given back'], ['c', 'acknowledged']])); // prettier-ignore
});

test('while the store is away everybody waits, nobody goes back, and few are tried one by one', async () => {
  let isAway = true;
  const { settling: line, said, batch, tries } = openScene({ trouble: () => (isAway ? TIMEOUT : undefined) });
  const ids = Array.from({ length: 40 }, (_, index) => `m-${index}`);
  const settled = line.settle(batch(...ids));
  await vi.waitFor(() => expect(tries.length).toBeGreaterThan(8));
  expect(said.size).toBe(0);
  expect(tries.filter(({ length }) => length === 1).length).toBeLessThanOrEqual(2 * tries.filter(({ length }) => length > 1).length); // prettier-ignore
  isAway = false;
  await settled;
  expect([...said.values()]).toEqual(ids.map(() => 'acknowledged'));
});

test('one message that always takes too long holds up nobody, and waits itself', async () => {
  const { settling: line, said, tries, batch } = openScene({ trouble: (ids) => ids.includes('slow') ? TIMEOUT : undefined }); // prettier-ignore
  await line.settle(batch('a', 'slow', 'c'));
  await line.settle(batch('d', 'e'));
  expect([...said.keys()].toSorted()).toEqual(['a', 'c', 'd', 'e']);
  // Not up to this one: that would acknowledge the slow one, too.
  expect([...new Set(said.values())]).toEqual(['acknowledged']);
  // It is tried further, alone.
  const before = tries.length;
  await vi.waitFor(() => expect(tries.length).toBeGreaterThan(before));
  expect(tries.at(-1)).toEqual(['slow']);
});

test('it goes aside when it has failed for long enough while others were written', async () => {
  const {
    settling: line,
    said,
    aside,
    batch,
  } = openScene({
    trouble: (ids) => (ids.includes('slow') ? TIMEOUT : undefined),
    longEnoughMs: 20,
  });
  await line.settle(batch('a', 'slow'));
  for (let round = 0; !said.has('slow') && round < 400; round += 1) {
    await line.settle(batch(`n-${round}`));
    await sleep(5);
  }
  expect(aside).toEqual(['slow']);
  expect(said.get('slow')).toBe('acknowledged');
});

test('once it goes aside it is not written after all: its letter may be kept, though its sender could not be answered', async () => {
  let isSlow = true;
  const asked: string[] = [];
  const { settling: line, said, tries, batch } = openScene({
    trouble: (ids) => (isSlow && ids.includes('slow') ? TIMEOUT : undefined),
    longEnoughMs: 20,
    async setAside() {
      asked.push('aside');
      if (asked.length < 3) throw TIMEOUT;
      return [];
    },
  });
  await line.settle(batch('a', 'slow'));
  for (let round = 0; asked.length === 0 && round < 400; round += 1) {
    await line.settle(batch(`n-${round}`));
    await sleep(5);
  }
  isSlow = false;
  const before = tries.filter((ids) => ids.includes('slow')).length;
  await vi.waitFor(() => expect(said.get('slow')).toBe('acknowledged'), 4000);
  expect(asked).toHaveLength(3);
  expect(tries.filter((ids) => ids.includes('slow'))).toHaveLength(before);
}); // prettier-ignore

test('it never goes aside while nobody else is written: then it may be the store', async () => {
  const { settling: line, aside, tries, batch } = openScene({ trouble: () => TIMEOUT, longEnoughMs: 0 });
  await line.settle(batch('a'));
  await vi.waitFor(() => expect(tries.length).toBeGreaterThan(8), 4000);
  expect(aside).toEqual([]);
});

test('it is written when what was in its way has gone', async () => {
  let isLocked = true;
  const trouble = (ids: readonly string[]) => (isLocked && ids.includes('locked') ? TIMEOUT : undefined);
  const { settling: line, said, batch } = openScene({ trouble });
  await line.settle(batch('a', 'locked'));
  isLocked = false;
  await vi.waitFor(() => expect(said.get('locked')).toBe('acknowledged'));
  // Nothing waits beside the line: a batch is acknowledged with one word again.
  await line.settle(batch('b'));
  expect(said.get('b')).toBe('acknowledged up to');
});

test('of many that fail beside each other, only so many are tried beside the line: then it is the store', async () => {
  const { settling: line, said, batch } = openScene({ trouble: () => TIMEOUT });
  for (let number = 0; number < 8; number += 1) await line.settle(batch(`m-${number}`));
  const ninth = line.settle(batch('m-8'));
  expect(await Promise.race([ninth, sleep(50, 'it holds the line')])).toBe('it holds the line');
  expect(said.size).toBe(0);
});

test('whoever is asked to stop tries nothing again', async () => {
  const { settling: line, said, tries, batch } = openScene({ trouble: () => TIMEOUT });
  const settled = line.settle(batch(...Array.from({ length: 20 }, (_, index) => `m-${index}`)));
  line.giveUp();
  await settled;
  const before = tries.length;
  await line.settle(batch('later'));
  expect(tries.length).toBe(before);
  expect(said.size).toBe(0);
});

test('what is wrong with the installation is said as an error, and nobody’s message is buried for it', async () => {
  const missing = Object.assign(new Error('relation does not exist'), { code: '42P01' });
  const { settling: line, said, logged, batch } = openScene({ trouble: () => missing });
  await line.settle(batch('a'));
  expect(logged.join()).toContain('the store is not as it should be');
  expect(said.size).toBe(0);
});
