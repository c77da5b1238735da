import { expect, test } from 'vitest';
import { compileAreas } from '../../../schemas/area/compile.ts';
import { areaOf } from '../../testing/areas.ts';
import { THE_HUB } from '../../kernel/workflow.ts';
import { BERLIN, handler, LISBON, PORTO, reader } from '../../testing/cast.ts';
import { aRequest } from '../../testing/papers.ts';
import { stations } from '../../testing/stations.ts';

const all = stations(areaOf(compileAreas('schemas/areas')));
const draft = all.draft.after(handler(PORTO), 'request.save', aRequest({ coordinator: LISBON }));
const gone = draft.when(handler(PORTO), 'request.discard');

test('a deleted draft leaves its number and nothing of what was written', () => {
  expect(gone.outcome).toEqual(['request.discarded']);
  expect(gone.told).toEqual([]);
  const { number, history, ...rest } = gone.begun();
  expect(number).toBe(draft.begun().number);
  expect(history.map(({ type }) => type)).toEqual(['request.saved', 'request.saved', 'request.discarded']);
  expect(JSON.stringify(rest)).not.toMatch(/Quakenbrink|pq-general|PQ-GQ|doc-1|DE-ZAB|PT-COORD|2026-12-31/);
});

test('its author sees that it is gone, and that nothing is left to be seen', () => {
  const seen = gone.seenBy(reader(PORTO, 'request handler'));
  expect(seen).toMatchObject({ status: 'discarded', erased: true, questions: [], attachments: [] });
  expect(seen).not.toHaveProperty('subject');
});

test('a deleted draft is neither saved, sent nor deleted again, and no report is made of it', () => {
  for (const name of ['request.save', 'request.send', 'request.discard', 'request.withdraw', 'report.order'])
    expect(gone.when(handler(PORTO), name).outcome).toEqual(['WRONG_STATUS /type']);
});

test('a report that was ordered before the draft was deleted still comes, to its author alone', () => {
  const ordered = draft.after(handler(PORTO), 'report.order').after(handler(PORTO), 'request.discard');
  const issued = ordered.when(THE_HUB, 'report.issue');
  expect(issued.told).toEqual([`report.issued > ${PORTO}`]);
});

test('what has been sent is withdrawn, not deleted', () => {
  for (const [status, story] of Object.entries(all)) {
    if (status === 'draft') continue;
    expect(story.when(handler(PORTO), 'request.discard').outcome).toEqual(['WRONG_STATUS /type']);
  }
});

test('nobody else can delete a draft, or learns of it by trying', () => {
  for (const authority of [BERLIN, LISBON])
    expect(draft.when(handler(authority), 'request.discard').outcome).toEqual(['CASE_UNKNOWN /subject']);
});
