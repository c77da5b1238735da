import { describe, expect, test } from 'vitest';
import { compileAreas } from '../../../schemas/area/compile.ts';
import { HUB } from '../../kernel/message.ts';
import { THE_HUB } from '../../kernel/workflow.ts';
import { areaOf } from '../../testing/areas.ts';
import { actor, BERLIN, handler, LISBON, PORTO, reader, referee } from '../../testing/cast.ts';
import { given } from '../../testing/given.ts';
import { stations } from '../../testing/stations.ts';

const area = areaOf(compileAreas('schemas/areas'));
const all = stations(area);
/** Every story ends on the 21st of November. */
const KEPT = { at: '2027-05-20T23:59:59.999Z' };
const DUE = { at: '2027-05-21T00:00:00.000Z' };
const ended = [all.closed, all.refused, all.withdrawn, all.discarded] as const;
const gone = all.closed.meanwhile(DUE).after(THE_HUB, 'content.erase');

const kept = ended.filter((story) => story !== all.discarded);

describe.each(kept.map((story) => [story.state.status, story] as const))('of a %s request', (_, story) => {
  test('what was written is erased on the last day of the period, by the rule of the area, and nobody is told', () => {
    const erased = story.meanwhile(DUE).when(THE_HUB, 'content.erase');
    expect(erased.outcome).toEqual(['content.erased']);
    expect(erased.events[0]).toMatchObject({ at: DUE.at, by: HUB });
    expect(erased.events[0]?.facts).toEqual({ areaVersion: '1.0.0', months: 6 });
    expect(erased.told).toEqual([]);
    expect(erased.state.version).toBe(story.state.version);
    expect(erased.state.status).toBe(story.state.status);
  });

  test('nothing is erased while the period runs', () => {
    const early = story.meanwhile(KEPT).when(THE_HUB, 'content.erase');
    expect(early.outcome).toEqual(['CONTENT_KEPT /subject']);
    expect(early.faults[0]?.facts).toEqual({ day: '2027-05-21' });
  });
});

test('of a draft that is deleted nothing is kept: it is erased at once, and what came in between shows nothing more', () => {
  const erased = all.discarded.when(THE_HUB, 'content.erase');
  expect(erased.outcome).toEqual(['content.erased']);
  expect(erased.events[0]?.facts).toEqual({ areaVersion: '1.0.0', months: 0 });
  expect(erased.state.version).toBe(all.discarded.state.version);
});

test('an area may want it earlier', () => {
  const hasty = { ...area, version: '1.1.0', retention: { personalDataMonths: 1 } };
  const early = all.closed.meanwhile({ area: hasty, at: '2026-12-21T00:00:00.000Z' });
  expect(early.when(THE_HUB, 'content.erase').events[0]?.facts).toEqual({ areaVersion: '1.1.0', months: 1 });
});

test('what goes on is not erased, however long it takes', () => {
  for (const story of Object.values(all).filter((one) => !ended.some((end) => end === one)))
    expect(story.meanwhile(DUE).when(THE_HUB, 'content.erase').outcome).toEqual(['WRONG_STATUS /type']);
});

test('nobody but the hub erases, and the hub but once', () => {
  for (const who of [handler(PORTO), handler(BERLIN), referee(LISBON)])
    expect(all.closed.meanwhile(DUE).when(who, 'content.erase').outcome).toEqual(['NOT_ALLOWED /type']);
  expect(gone.when(THE_HUB, 'content.erase').outcome).toEqual(['CONTENT_ERASED /subject']);
  expect(gone.offeredTo(THE_HUB)).toEqual(['report.issue', 'report.extend', 'case.ask']);
});

test('the time line says when and by whom, to both sides, and the request was closed when it was closed', () => {
  for (const authority of [PORTO, BERLIN]) {
    const seen = gone.seenBy(reader(authority, 'request handler'));
    expect(seen?.history.at(-1)).toEqual({ seq: 6, event: 'content.erased', at: DUE.at, by: HUB });
    expect(seen).toMatchObject({ status: 'closed', erased: true });
  }
}); // prettier-ignore

test('the history that is left when the store has erased it leads to the same state', () => {
  expect(gone.erased().state).toEqual(gone.state);
  expect(given({ area }, gone.history).state).toEqual(gone.state);
});

describe('afterwards', () => {
  test('reports without personal data can be ordered by whoever could before', () => {
    for (const who of [handler(PORTO), actor(BERLIN, 'request viewer'), referee(LISBON)])
      expect(gone.when(who, 'report.order', { kind: 'fullWithoutPersonalData' }).outcome).toEqual(['report.ordered']);
    const custom = { kind: 'custom', parts: ['case', 'history'] };
    expect(gone.when(handler(PORTO), 'report.order', custom).outcome).toEqual(['report.ordered']);
  }); // prettier-ignore

  test.each(['full', 'dataSubject', 'consent'])('there is nothing that a report %s could show', (kind) => {
    const ordered = gone.when(handler(PORTO), 'report.order', { kind });
    expect(ordered.outcome).toEqual(['CONTENT_ERASED /data/kind']);
  });

  test('and only the dossier without personal data can be had', () => {
    const ordered = gone.when(handler(PORTO), 'dossier.order', { kind: 'full' });
    expect(ordered.outcome).toEqual(['CONTENT_ERASED /data/kind']);
    const other = gone.when(handler(PORTO), 'dossier.order', { kind: 'fullWithoutPersonalData' });
    expect(other.outcome).toEqual(['report.ordered']);
  });

  test('nor can the person be chosen for a customised one', () => {
    const ordered = gone.when(handler(PORTO), 'report.order', { kind: 'custom', parts: ['case', 'subject'] });
    expect(ordered.outcome).toEqual(['CONTENT_ERASED /data/parts']);
  });

  test('who could never have personal data is told that, and nothing else', () => {
    const ordered = gone.when(actor(PORTO, 'allocator'), 'report.order', { kind: 'full' });
    expect(ordered.outcome).toEqual(['REPORT_KIND_NOT_ALLOWED /data/kind']);
  });
});
