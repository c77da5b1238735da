import { afterEach, expect, test, vi } from 'vitest';
import { PORTO } from '../domain/testing/cast.ts';
import { admit } from '../hub/intake/admit.ts';
import type { Scanned } from '../hub/ports/documents.ts';
import { aMessage, openStage, submitted, wireRequest } from '../hub/testing/stage.ts';
import { openIntake } from './intake.ts';
import { openScanning } from './scanning.ts';
import { watchScanner } from './scanner-watch.ts';
import { openSettling, type Settling } from './settling.ts';
import type { Waiting } from './waiting.ts';

let settling: Settling | undefined;
afterEach(() => settling?.giveUp());

/** A hub on a store in memory, whose scanner says of each document what the test says. */
function openScene(says: (text: string) => Scanned) {
  const stage = openStage();
  const scanner = {
    async scan(bytes: AsyncIterable<Uint8Array>) {
      const parts: Uint8Array[] = [];
      for await (const part of bytes) parts.push(part);
      return says(Buffer.concat(parts).toString());
    },
  };
  const hub = { ...stage.hub, scanner };
  const watch = watchScanner(hub);
  const said: string[] = [];
  settling = openSettling(hub, {
    settled: (outcomes) => void said.push(...outcomes.map(({ receipt }) => receipt.said.outcome)),
    setAside: async () => [],
  });
  const answered: string[] = [];
  function arrival(id: string, document?: string) {
    const content = Buffer.from(`%PDF-1.7 ${document ?? ''}`).toString('base64');
    const attachments = [{ id: 'doc-1', name: 'a.pdf', mediaType: 'application/pdf', content }];
    const data = { ...wireRequest({ attachments: document === undefined ? [] : attachments }) };
    const message = { ...aMessage({ authority: PORTO, type: 'request.send', data }), id };
    const note = (word: string) => () => void answered.push(`${id} ${word}`);
    const answering = {
      isLost: () => false,
      acknowledge: note('acknowledged'),
      acknowledgeUpTo: note('acknowledged up to'),
      giveBack: note('given back'),
    };
    return { lane: 'one', submission: submitted(message), answering };
  }
  return { hub, watch, settling, answered, said, arrival, logged: stage.logged };
} // prettier-ignore

test('while the scanner is away messages with documents wait, and all others are answered, each by itself', async () => {
  let isAway = true;
  const { watch, settling: line, answered, arrival } = openScene(() => (isAway ? 'unavailable' : 'clean'));
  const intake = openIntake(watch, { batchSize: 10, settling: line });
  for (const [id, document] of [['a', 'x'], ['b'], ['c', 'x'], ['d']] as const)
    intake.add(arrival(id, document));
  await vi.waitFor(() => expect(answered).toEqual(['b acknowledged', 'd acknowledged']));
  expect(watch.awayAt()).toBeGreaterThan(0);
  isAway = false;
  await vi.waitFor(() => expect(answered.toSorted()).toEqual(['a', 'b', 'c', 'd'].map((id) => `${id} acknowledged`)), 5000); // prettier-ignore
  intake.add(arrival('e'));
  await vi.waitFor(() => expect(answered).toContain('e acknowledged up to'));
});

test('what waits for the scanner goes back to the broker when the worker stops', async () => {
  const { watch, settling: line, answered, arrival } = openScene(() => 'unavailable');
  const intake = openIntake(watch, { batchSize: 10, settling: line });
  intake.add(arrival('a', 'x'));
  await vi.waitFor(() => expect(watch.awayAt()).toBeGreaterThan(0));
  line.giveUp();
  await intake.drained();
  expect(answered).toEqual([]);
});

test('a document of which the scanner can say nothing, while it does of others, is refused in the end', async () => {
  const { hub, watch, arrival } = openScene((text) => (text.includes('odd') ? 'unavailable' : 'clean'));
  const done: Waiting[] = [];
  const ending = { isOver: () => false, wait: () => new Promise<void>((resolve) => setTimeout(resolve, 1)) };
  const scanning = openScanning({ watch, ending, done: (one) => void done.push(one), longEnoughMs: 20 });
  const waiting = (id: string, document: string): Waiting => {
    const one = arrival(id, document);
    return { ...one, since: 0, admission: admit(hub, one.submission) };
  };
  scanning.take(waiting('odd', 'odd'));
  await new Promise((resolve) => setTimeout(resolve, 60));
  // Alone it waits for ever: it may be the scanner.
  expect(done).toEqual([]);
  for (let count = 0; !scanning.areNone() && count < 500; count += 1) {
    scanning.take(waiting(`good-${count}`, 'good'));
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  const refused = done.flatMap(({ admission }) => (admission.kind === 'rejected' ? admission.faults : []));
  expect(refused).toMatchObject([{ code: 'ATTACHMENT_UNSCANNED', path: '/data/attachments/0/content' }]);
});
