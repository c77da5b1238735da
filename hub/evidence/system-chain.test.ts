import { expect, test } from 'vitest';
import { PARIS, PORTO } from '../../domain/testing/cast.ts';
import type { Receipt } from '../../schemas/receipt.ts';
import type { Outcome } from '../intake/outcome.ts';
import { process } from '../intake/settle.ts';
import { canonical, sha256 } from '../testing/plain-codec.ts';
import { aMessage, openStage, submitted, systemOfAuthority, wireRequest } from '../testing/stage.ts';
import { chainOfSender } from '../intake/sender.ts';
import { CHAIN_START } from './record.ts';

const PORTO_CHAIN = chainOfSender({ system: systemOfAuthority(PORTO) });

function placeOf(outcome: Outcome | undefined): Receipt['evidence'] {
  return outcome?.receipt.said.evidence;
}

function sending(data: object) {
  return submitted(aMessage({ authority: PORTO, type: 'request.send', data }));
}

test('a refusal that belongs to no case stands in the chain of its system, and its receipt says where', async () => {
  const { hub, tables } = openStage();
  const wrong = aMessage({
    authority: PORTO,
    type: 'request.send',
    data: { ...wireRequest(), questions: [] },
  });
  const first = await process(hub, [submitted(wrong)]);
  const more = await process(hub, [
    submitted(aMessage({ authority: PORTO, type: 'request.send', data: {} })),
    submitted({ ...wrong, time: '2026-11-21T09:31:00.000Z' }),
    submitted(wrong),
  ]);
  let prev = CHAIN_START;
  for (const [index, { chain, seq, body, hash, caseSeq, kind }] of tables.evidence.entries()) {
    expect({ chain, seq, caseSeq, kind }).toEqual({
      chain: PORTO_CHAIN,
      seq: index + 1,
      caseSeq: 0,
      kind: 'SubmissionRejection',
    });
    expect(hash).toBe(sha256(canonical({ chain, seq, prev, content: sha256(body) })));
    prev = hash;
  }
  expect(tables.evidence).toHaveLength(3);
  expect(tables.heads.get(PORTO_CHAIN)).toMatchObject({ seq: 3, hash: prev });
  const places = [...first, ...more].map(placeOf);
  expect(places.map((place) => place?.seq)).toEqual([1, 2, 3, 1]);
  expect(places.every((place) => place?.chain === PORTO_CHAIN)).toBe(true);
});

test('who has nothing to do with a case leaves no trace in it', async () => {
  const { hub, tables } = openStage();
  await process(hub, [submitted(aMessage({ authority: PORTO, type: 'request.send', data: wireRequest() }))]);
  const before = tables.cases.get('REQ-1');
  const [outcome] = await process(hub, [
    submitted(aMessage({ authority: PARIS, type: 'request.accept', subject: 'REQ-1', caseversion: 1 })),
  ]);
  expect(tables.cases.get('REQ-1')).toEqual(before);
  expect(placeOf(outcome)?.chain).toBe(chainOfSender({ system: systemOfAuthority(PARIS) }));
});

test('a batch without refusals locks no chain of a system', async () => {
  const { hub } = openStage();
  let asked = 0;
  const store = {
    ...hub.store,
    transaction: ((work) =>
      hub.store.transaction((unit) =>
        work({ ...unit, heads: (chains) => ((asked += 1), unit.heads(chains)) }),
      )) as typeof hub.store.transaction,
  };
  await process({ ...hub, store }, [sending(wireRequest()), sending(wireRequest())]);
  expect(asked).toBe(0);
  await process({ ...hub, store }, [sending({}), sending(wireRequest()), sending({})]);
  expect(asked).toBe(1);
});
