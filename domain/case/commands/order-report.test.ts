import { describe, expect, test } from 'vitest';
import { compileAreas } from '../../../schemas/area/compile.ts';
import type { RequestRole } from '../../request/access.ts';
import { areaOf } from '../../testing/areas.ts';
import { actor, BERLIN, BONN, handler, LISBON, PARIS, PORTO, referee } from '../../testing/cast.ts';
import { stations } from '../../testing/stations.ts';

const all = stations(areaOf(compileAreas('schemas/areas')));
const { awaitingAcceptance, closed, refused, replyAwaitingApproval } = all;
const full = { kind: 'full' };

describe('a report with personal data', () => {
  const rows: readonly (readonly [string, RequestRole, boolean])[] = [
    [PORTO, 'request handler', true],
    [BERLIN, 'request handler', true],
    [PORTO, 'request viewer', false],
    [BERLIN, 'request viewer', false],
    [PORTO, 'allocator', false],
    [BERLIN, 'allocator', false],
    [LISBON, 'referral handler', false],
    [BONN, 'referral handler', false],
  ];

  test.each(rows)('of a closed request is for %s, %s: %s', (authority, role, may) => {
    const ordered = closed.when(actor(authority, role), 'report.order', full);
    expect(ordered.outcome).toEqual(may ? ['report.ordered'] : ['REPORT_KIND_NOT_ALLOWED /data/kind']);
    const bare = closed.when(actor(authority, role), 'report.order', { kind: 'fullWithoutPersonalData' });
    expect(bare.outcome).toEqual(['report.ordered']);
  });

  test('is not for an authority that has not taken responsibility: not before acceptance, never after a refusal', () => {
    for (const story of [awaitingAcceptance, refused]) {
      expect(story.when(handler(BERLIN), 'report.order', full).outcome).toEqual(['REPORT_KIND_NOT_ALLOWED /data/kind']);
      expect(story.when(handler(PORTO), 'report.order', full).outcome).toEqual(['report.ordered']);
    }
  }); // prettier-ignore
});

const reportable = Object.entries(all).filter(([status]) => status !== 'discarded');

test.each(reportable)('a report can be ordered while the request is %s', (_, story) => {
  const ordered = story.when(handler(PORTO), 'report.order', { kind: 'full', language: 'de' });
  expect(ordered.outcome).toEqual(['report.ordered']);
  expect(ordered.told).toEqual([]);
  expect(ordered.state).toEqual(story.state);
  expect(ordered.events[0]?.facts).toEqual({
    report: `fresh-${story.history.length}`,
    kind: 'full',
    language: 'de',
    roles: ['request handler'],
    version: story.state.version,
  });
});

function order(data: object) {
  return closed.when(handler(BERLIN), 'report.order', { kind: 'full', ...data });
}

test('a report is in the language of the system unless another one is named', () => {
  expect(order({}).events[0]?.facts).toMatchObject({ language: 'de' });
  expect(order({ language: 'el' }).events[0]?.facts).toMatchObject({ language: 'el' });
});

test('a report is of a kind that there is, and of parts that there are', () => {
  const [kind] = order({ kind: 'secret' }).faults;
  expect(kind).toMatchObject({ code: 'REPORT_KIND_UNKNOWN', path: '/data/kind' });
  expect(kind?.facts).toEqual({ kinds: 'full, fullWithoutPersonalData, custom, dataSubject, consent' });
  const parts = order({ kind: 'custom', parts: ['case', 'gossip'] });
  expect(parts.outcome).toEqual(['REPORT_PART_UNKNOWN /data/parts/1']);
  expect(parts.faults[0]?.facts['parts']).toContain('case, requestingAuthority, ');
  expect(order({ kind: 'full', parts: ['case'] }).outcome).toEqual(['REPORT_PARTS_WRONG /data/parts']);
});

test('an order names both of its faults at once', () => {
  const wrong = awaitingAcceptance.when(handler(BERLIN), 'report.order', { kind: 'full', parts: ['case'] });
  expect(wrong.outcome).toEqual(['REPORT_PARTS_WRONG /data/parts', 'REPORT_KIND_NOT_ALLOWED /data/kind']);
});

test('a report is not for strangers, nor for who has no role', () => {
  expect(closed.when(handler(PARIS), 'report.order').outcome).toEqual(['CASE_UNKNOWN /subject']);
  expect(closed.when(actor(PORTO), 'report.order').outcome).toEqual(['NOT_ALLOWED /type']);
  expect(closed.when(referee(PORTO), 'report.order').outcome).toEqual(['NOT_ALLOWED /type']);
});

test('ordering a report while a reply is held does not move the case on', () => {
  const ordered = replyAwaitingApproval.after(handler(PORTO), 'report.order');
  expect(ordered.state.version).toBe(replyAwaitingApproval.state.version);
  expect(ordered.when(referee(BONN), 'reply.approve').outcome).toEqual(['reply.approved']);
});
