import { beforeAll, expect, test } from 'vitest';
import { BERLIN, LISBON, PORTO } from '../../domain/testing/cast.ts';
import { compose } from './compose.ts';
import type { CaseNews, Outgoing } from '../ports/records.ts';
import { process } from '../intake/settle.ts';
import {
  aMessage,
  openStage,
  submitted,
  systemOfAuthority,
  wireRequest,
  type Stage,
} from '../testing/stage.ts';

/** A request that Lisbon has approved and Berlin has accepted; who writes to the outbox tells others of it. */
let stage: Stage;
let disclosed: Outgoing & { readonly about: CaseNews };
beforeAll(async () => {
  stage = openStage();
  for (const message of [
    aMessage({ authority: PORTO, type: 'request.send', data: wireRequest() }),
    aMessage({ authority: LISBON, type: 'request.approve', subject: 'REQ-1', caseversion: 1 }),
    aMessage({ authority: BERLIN, type: 'request.accept', subject: 'REQ-1', caseversion: 1 }),
    aMessage({ authority: PORTO, type: 'request.send', data: wireRequest() }),
  ])
    await process(stage.hub, [submitted(message)]);
  const found = [...stage.tables.deliveries.values()].find(({ type }) => type === 'request.disclosed');
  if (found === undefined || !('authority' in found.about)) throw new TypeError('the request was disclosed');
  disclosed = { ...found, about: found.about };
});

test('what the case has told is composed', async () => {
  expect((await compose(stage.hub, disclosed)).type).toBe('request.disclosed');
});

const [berlin, porto, lisbon] = [BERLIN, PORTO, LISBON].map(systemOfAuthority);

test.for<readonly [string, Partial<Outgoing>, Partial<CaseNews>, string]>([
  ['to a system that does not speak for it', { system: porto ?? '' }, {}, 'DELIVERY_IMPOSSIBLE'],
  ['to another party', { system: lisbon ?? '' }, { authority: LISBON }, 'RECORD_UNSOUND'],
  ['of another kind', { type: 'request.replied' }, {}, 'RECORD_UNSOUND'],
  ['of an earlier event', {}, { seq: 2 }, 'RECORD_UNSOUND'],
  ['of a later event', {}, { seq: 9 }, 'RECORD_UNSOUND'],
  ['of another case', { chain: 'REQ-2' }, { caseNumber: 'REQ-2', seq: 1 }, 'RECORD_UNSOUND'],
  ['in the chain of another case', { chain: 'REQ-2' }, {}, 'RECORD_UNSOUND'],
  ['with other documents', {}, { attachments: ['doc-2'] }, 'RECORD_UNSOUND'],
  ['as a report', { type: 'report.issued' }, {}, 'RECORD_UNSOUND'],
])('news %s are composed for nobody', async ([, change, about, kind]) => {
  const forged = { ...disclosed, system: berlin ?? '', ...change, about: { ...disclosed.about, ...about } };
  await expect(compose(stage.hub, forged)).rejects.toMatchObject({ kind });
});

test('a receipt goes under the id that it had at first, and to its own system', async () => {
  const receipt = [...stage.tables.deliveries.values()].find(({ type, system }) => type === 'receipt' && system === porto);
  if (receipt === undefined) throw new TypeError('there are receipts');
  expect((await compose(stage.hub, receipt)).type).toBe('receipt');
  await expect(compose(stage.hub, { ...receipt, id: 'other' })).rejects.toMatchObject({ kind: 'RECORD_UNSOUND' });
  await expect(compose(stage.hub, { ...receipt, system: berlin ?? '' })).rejects.toMatchObject({ kind: 'DELIVERY_IMPOSSIBLE' });
}); // prettier-ignore
