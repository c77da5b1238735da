import { expect, test } from 'vitest';
import { compileAreas } from '../../../schemas/area/compile.ts';
import { areaOf } from '../../testing/areas.ts';
import { THE_HUB } from '../../kernel/workflow.ts';
import { CALENDAR } from '../../testing/calendar.ts';
import { request } from '../index.ts';
import { BERLIN, handler, LISBON, PORTO, reader } from '../../testing/cast.ts';
import { aRequest } from '../../testing/papers.ts';
import { stations } from '../../testing/stations.ts';

const area = areaOf(compileAreas('schemas/areas'));
const all = stations(area);
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

test('a draft that nobody takes up again goes by itself, as long after it was last saved as an ended request is kept (handbook 10)', () => {
  const again = draft.meanwhile({ at: '2027-01-31T09:00:00.000Z' }).after(handler(PORTO), 'request.save', aRequest({ deadline: '2027-06-30' }));
  const early = again.meanwhile({ at: '2027-07-30T23:59:59.000Z' });
  expect(early.when(THE_HUB, 'request.forgetDraft').outcome).toEqual(['CONTENT_KEPT /subject']);
  expect(request.due(again.begun(), { area, calendar: CALENDAR })).toEqual([{ at: '2027-07-31T00:00:00.000Z', command: 'request.forgetDraft' }]);
  const forgotten = again.meanwhile({ at: '2027-07-31T00:00:00.000Z' }).when(THE_HUB, 'request.forgetDraft');
  expect(forgotten.outcome).toEqual(['request.discarded']);
  expect(forgotten.told).toEqual([]);
  expect(JSON.stringify(forgotten.begun().content ?? {})).not.toContain('Quakenbrink');
  expect(forgotten.after(THE_HUB, 'content.erase').state.erasedAt).toBeDefined();
}); // prettier-ignore
