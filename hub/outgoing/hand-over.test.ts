import { expect, test } from 'vitest';
import { BERLIN, PORTO } from '../../domain/testing/cast.ts';
import { chainOfSender } from '../intake/sender.ts';
import { handOver, tellUndeliverable } from './hand-over.ts';
import { findOverdue } from './overdue.ts';
import { process } from '../intake/settle.ts';
import {
  aMessage,
  NOW,
  openStage,
  submitted,
  systemOfAuthority,
  wireRequest,
  type Stage,
} from '../testing/stage.ts';

/** A request is sent, and a message refused: three deliveries wait, in two chains. */
async function play(): Promise<Stage> {
  const stage = openStage({});
  await process(stage.hub, [
    submitted(aMessage({ authority: PORTO, type: 'request.send', data: wireRequest() })),
    submitted(aMessage({ authority: PORTO, type: 'request.send', data: {} })),
  ]);
  return stage;
}

function waiting({ tables }: Stage) {
  return [...tables.deliveries.values()].map((outgoing) => ({ outgoing, at: NOW, digest: 'd'.repeat(64) }));
}

function kinds({ tables }: Stage): readonly string[] {
  return tables.evidence.map(({ chain, seq, kind }) => `${chain} ${seq} ${kind}`).toSorted();
}

test('each delivery that is handed over has a record, in the chain it belongs to', async () => {
  const stage = await play();
  expect(await handOver(stage.hub, 'ContentConsignment', waiting(stage))).toBe(3);
  expect(kinds(stage)).toEqual([
    'REQ-1 1 SubmissionAcceptance',
    'REQ-1 2 ContentConsignment',
    'REQ-1 3 ContentConsignment',
    `${chainOfSender({ system: systemOfAuthority(PORTO) })} 1 SubmissionRejection`,
    `${chainOfSender({ system: systemOfAuthority(PORTO) })} 2 ContentConsignment`,
  ]);
  const bodies = stage.tables.evidence
    .filter(({ kind }) => kind === 'ContentConsignment')
    .map(({ body }) => JSON.parse(body));
  expect(bodies.map(({ message, recipientDetails }) => [message, recipientDetails.authority])).toEqual(
    expect.arrayContaining([
      ['receipt', undefined],
      ['request.arrived', BERLIN],
    ]),
  );
  expect(bodies.every(({ userContentInfo }) => userContentInfo.digestValue === 'd'.repeat(64))).toBe(true);
  expect([...stage.tables.deliveries.values()].every(({ isHandedOver }) => isHandedOver)).toBe(true);
});

test('once: a second hand-over, or the same one twice in a moment, leaves no trace', async () => {
  const stage = await play();
  const all = waiting(stage);
  expect(await handOver(stage.hub, 'ContentHandover', [...all, ...all])).toBe(3);
  const before = stage.tables.evidence.length;
  expect(await handOver(stage.hub, 'ContentHandover', all)).toBe(0);
  expect(stage.tables.evidence).toHaveLength(before);
});

test('what waits for too long is testified to once, and goes on waiting', async () => {
  const stage = await play();
  expect(await findOverdue(stage.hub, '2026-11-20T00:00:00.000Z')).toBe(0);
  expect(await findOverdue(stage.hub, '2026-11-22T00:00:00.000Z')).toBe(3);
  expect(await findOverdue(stage.hub, '2026-11-22T00:00:00.000Z')).toBe(0);
  const failures = stage.tables.evidence.filter(({ kind }) => kind === 'ContentConsignmentFailure');
  expect(failures.map(({ body }) => JSON.parse(body).eventReasons)).toEqual([
    ['TIME_OUT'],
    ['TIME_OUT'],
    ['TIME_OUT'],
  ]);
  expect(await handOver(stage.hub, 'ContentConsignment', waiting(stage))).toBe(3);
});

test('a delivery that its system did not take leaves a record, with the reason', async () => {
  const stage = await play();
  const [handed] = waiting(stage);
  if (handed === undefined) throw new TypeError('three deliveries wait');
  await tellUndeliverable(stage.hub, { outgoing: handed.outgoing, at: NOW, reasons: ['rejected'] });
  expect(JSON.parse(stage.tables.evidence.at(-1)?.body ?? '')).toMatchObject({
    erdsEventId: 'http://uri.etsi.org/19522/Event/ContentHandoverFailure',
    eventReasons: ['rejected'],
  });
});
