import { expect, test } from 'vitest';
import { PORTO } from '../../domain/testing/cast.ts';
import { process } from '../intake/settle.ts';
import { aMessage, openStage, submitted, wireRequest } from '../testing/stage.ts';
import type { Store } from '../ports/store.ts';

const VERSION = 2_000_000;
const WITHDRAWN = { justification: { text: 'No longer needed', language: 'en' } };

/** A case that was opened, and whose database was then restored: its row says where versions go on. */
async function openScene() {
  const stage = openStage();
  await process(stage.hub, [
    submitted(aMessage({ authority: PORTO, type: 'request.send', data: wireRequest() })),
  ]);
  const { store } = stage.hub;
  const transaction: Store['transaction'] = (work) =>
    store.transaction((unit) =>
      work({
        ...unit,
        async load(keys, numbers) {
          const { cases, ...loaded } = await unit.load(keys, numbers);
          const restored = [...cases].map(([number, record]) => [number, { ...record, version: VERSION }] as const);
          return { ...loaded, cases: new Map(restored) };
        },
      }),
    );
  const hub = { ...stage.hub, store: { ...store, transaction } };
  return { ...stage, hub };
} // prettier-ignore

function withdraw(caseversion: number) {
  return aMessage({ authority: PORTO, type: 'request.withdraw', subject: 'REQ-1', caseversion, data: WITHDRAWN });
} // prettier-ignore

test('a command against a version from before the restore is refused, and learns the one to command against', async () => {
  const { hub, tables } = await openScene();
  const [outcome] = await process(hub, [submitted(withdraw(1))]);
  expect(outcome?.receipt.said).toMatchObject({
    outcome: 'rejected',
    faults: [{ code: 'CASE_VERSION_STALE', text: expect.stringContaining(String(VERSION)) }],
  });
  expect(tables.cases.get('REQ-1')).toMatchObject({ version: VERSION, seq: 1 });
});

test('the history tells of the restore with the first that happens after it, and only then; nobody is told of that', async () => {
  const { hub, tables } = await openScene();
  const [outcome] = await process(hub, [submitted(withdraw(VERSION))]);
  expect(outcome?.receipt.said).toMatchObject({
    outcome: 'accepted',
    version: VERSION + 1,
  });
  expect(tables.events.map(({ event: { seq, type, facts } }) => ({ seq, type, facts }))).toMatchObject([
    { seq: 1, type: 'request.sent' },
    { seq: 2, type: 'case.restored', facts: { version: VERSION } },
    { seq: 3, type: 'request.withdrawn' },
  ]);
  expect([...tables.deliveries.values()].some(({ type }) => type === 'case.restored')).toBe(false);
  expect(tables.evidence.at(-1)).toMatchObject({ caseSeq: 3 });
});
