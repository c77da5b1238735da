import { describe, expect, test } from 'vitest';
import { compileAreas } from '../../../schemas/area/compile.ts';
import type { RequestRole } from '../../request/access.ts';
import { areaOf } from '../../testing/areas.ts';
import { actor, BERLIN, BONN, handler, LISBON, PARIS, PORTO } from '../../testing/cast.ts';
import { stations } from '../../testing/stations.ts';

const all = stations(areaOf(compileAreas('schemas/areas')));
const { awaitingAcceptance, closed } = all;

describe('a dossier of a closed request', () => {
  const rows: readonly (readonly [string, RequestRole, boolean])[] = [
    [PORTO, 'request handler', true],
    [BERLIN, 'request handler', true],
    [PORTO, 'request viewer', false],
    [BERLIN, 'allocator', false],
    [LISBON, 'referral handler', false],
    [BONN, 'referral handler', false],
  ];

  test.each(rows)('with personal data is for %s, %s: %s; without it for all of them', (...row) => {
    const [authority, role, may] = row;
    const full = closed.when(actor(authority, role), 'dossier.order', { kind: 'full' });
    expect(full.outcome).toEqual(may ? ['report.ordered'] : ['REPORT_KIND_NOT_ALLOWED /data/kind']);
    const bare = closed.when(actor(authority, role), 'dossier.order', { kind: 'fullWithoutPersonalData' });
    expect(bare.events[0]?.facts).toMatchObject({ kind: 'dossierWithoutPersonalData' });
  });

  test('does not move the case on, and tells nobody', () => {
    const ordered = closed.when(handler(PORTO), 'dossier.order', { kind: 'full', language: 'el' });
    expect(ordered.state).toEqual(closed.state);
    expect(ordered.told).toEqual([]);
    expect(ordered.events[0]?.facts).toEqual({
      report: `fresh-${closed.history.length}`,
      kind: 'dossier',
      language: 'el',
      roles: ['request handler'],
      version: closed.state.version,
    });
  });
});

const begun = Object.entries(all).filter(([status]) => status !== 'discarded');

test.each(begun)('a dossier can be ordered while the request is %s', (_, story) => {
  const ordered = story.when(handler(PORTO), 'dossier.order', { kind: 'full' });
  expect(ordered.outcome).toEqual(['report.ordered']);
  expect(ordered.state).toEqual(story.state);
});

test('who has not taken responsibility gets none with personal data; a stranger gets none', () => {
  const order = { kind: 'full', language: 'el' };
  expect(awaitingAcceptance.when(handler(BERLIN), 'dossier.order', order).outcome).toEqual([
    'REPORT_KIND_NOT_ALLOWED /data/kind',
  ]);
  expect(closed.when(handler(PARIS), 'dossier.order', order).outcome).toEqual(['CASE_UNKNOWN /subject']);
});
