import { expect, test } from 'vitest';
import { BERLIN, PORTO } from '../../domain/testing/cast.ts';
import { process } from '../intake/settle.ts';
import { handOver } from '../outgoing/hand-over.ts';
import { levelIn } from './level.ts';
import { compose } from '../outgoing/compose.ts';
import {
  aMessage,
  NOW,
  openStage,
  submitted,
  systemOfAuthority,
  wireRequest,
  type Stage,
} from '../testing/stage.ts';
import type { CaseRecord, EvidenceRecord } from '../ports/records.ts';
import { accessesTo, openNotes, type Looking } from './accesses.ts';

const LOOK: Looking = {
  caseNumber: 'REQ-1',
  authority: PORTO,
  system: systemOfAuthority(PORTO),
  way: 'detail',
};

/** A request is sent and accepted, and all news of it have been handed over. */
async function play(): Promise<Stage> {
  const stage = openStage({});
  await process(stage.hub, [submitted(aMessage({ authority: PORTO, type: 'request.send', data: wireRequest() }))]);
  await handOverAll(stage);
  const data = { proposedDeadline: '2027-01-31' };
  const accept = aMessage({ authority: BERLIN, type: 'request.accept', subject: 'REQ-1', caseversion: 1, data });
  await process(stage.hub, [submitted(accept)]);
  await handOverAll(stage);
  return stage;
} // prettier-ignore

async function handOverAll({ hub, tables }: Stage): Promise<void> {
  const waiting = [...tables.deliveries.values()].filter(({ isHandedOver }) => !isHandedOver);
  const handed = waiting.map(async (outgoing) => ({ outgoing, at: NOW, ...levelIn(await compose(hub, outgoing)) }));
  await handOver(hub, 'ContentConsignment', await Promise.all(handed));
} // prettier-ignore

async function recordOf({ hub }: Stage): Promise<CaseRecord> {
  const record = await hub.store.caseAt('REQ-1');
  if (record === undefined) throw new TypeError('the request was sent');
  return record;
}

async function accesses(stage: Stage): Promise<readonly string[]> {
  return namesIn(stage, await recordOf(stage));
}

async function namesIn({ hub }: Stage, record: CaseRecord): Promise<readonly string[]> {
  return (await accessesTo(hub, record)).map(({ authority, system, way }) => `${authority} ${way} ${system}`);
}

const told = (authority: string) => `${authority} message ${systemOfAuthority(authority)}`;

test('whoever was told with personal data has seen them; whoever was told without has not', async () => {
  // Berlin is told twice: of the arrival, without personal data, and of its own acceptance.
  expect((await accesses(await play())).toSorted()).toEqual([told(BERLIN), told(PORTO)].toSorted());
}); // prettier-ignore

test('a look is recorded once a minute for each way', async () => {
  const stage = await play();
  const before = await accesses(stage);
  let now = NOW;
  const note = openNotes({ ...stage.hub, clock: { now: () => now } });
  await note(LOOK);
  await note(LOOK);
  await note({ ...LOOK, way: 'report' });
  now = new Date(Date.parse(NOW) + 60_000).toISOString();
  await note(LOOK);
  const [last, report, first, ...others] = await accesses(stage);
  expect([first, report, last]).toEqual(
    ['detail', 'report', 'detail'].map((way) => `${PORTO} ${way} ${LOOK.system}`),
  );
  expect(others).toEqual(before);
});

test('looks at the same moment are one, and all wait for its record', async () => {
  const stage = await play();
  const before = await accesses(stage);
  const note = openNotes(stage.hub);
  await Promise.all([note(LOOK), note(LOOK), note(LOOK)]);
  expect(await accesses(stage)).toEqual([`${PORTO} detail ${LOOK.system}`, ...before]);
});

test('nothing is shown of a case of which nothing can be recorded', async () => {
  const stage = await play();
  const note = openNotes(stage.hub);
  const looks = [1, 2].map(() => note({ ...LOOK, caseNumber: 'REQ-2' }));
  await expect(looks[1]).rejects.toMatchObject({ kind: 'RECORD_UNSOUND' });
  await expect(looks[0]).rejects.toMatchObject({ kind: 'RECORD_UNSOUND' });
});

/** Takes one record away, or puts another one there. */
type Change = (evidence: EvidenceRecord[]) => unknown;
const CHANGES: Readonly<Record<string, Change>> = {
  'a record that was taken away': (evidence) => evidence.splice(2, 1),
  'the last one that was taken away': (evidence) => evidence.pop(),
  'a record that was changed': (evidence) => {
    const place = evidence.findIndex(({ body }) => body.includes('"level":"full"'));
    const [record] = evidence.slice(place);
    if (record !== undefined) evidence[place] = { ...record, body: record.body.replace('"full"', '"monitoring"') };
  },
}; // prettier-ignore

test.each(Object.entries(CHANGES))('%s is noticed, and nobody is told less', async (_, change) => {
  const stage = await play();
  const record = await recordOf(stage);
  change(stage.tables.evidence);
  await expect(namesIn(stage, record)).rejects.toMatchObject({ kind: 'RECORD_UNSOUND' });
});
