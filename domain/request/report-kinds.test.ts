import { describe, expect, test } from 'vitest';
import { compileAreas } from '../../schemas/area/compile.ts';
import type { RequestRole } from './access.ts';
import { areaOf } from '../testing/areas.ts';
import { actor, BERLIN, BONN, BRAGA, LISBON, MUNICH, PARIS, PORTO, STRICT } from '../testing/cast.ts';
import { stations } from '../testing/stations.ts';
import { REPORT_KINDS } from '../case/report-kinds.ts';
import { REPORT_PARTS } from './report-kinds.ts';

const all = stations(areaOf(compileAreas('schemas/areas')));
/** Braga and Munich are linked, too, and have not been chosen for this exchange. */
const linked = { settings: { ...STRICT, links: { [PORTO]: [LISBON, BRAGA], [BERLIN]: [BONN, MUNICH] } } };
const draft = all.draft.meanwhile(linked);
const before = all.awaitingAcceptance.meanwhile(linked);
const after = all.replyProvided.meanwhile(linked);

const WITHOUT_SUBJECT = REPORT_PARTS.filter((part) => part !== 'subject');
/** Every order there is, and whether it asks for personal data. */
const ORDERS = {
  full: [{ kind: 'full' }, true],
  fullWithoutPersonalData: [{ kind: 'fullWithoutPersonalData' }, false],
  'custom with subject': [{ kind: 'custom', parts: [...REPORT_PARTS] }, true],
  'custom without subject': [{ kind: 'custom', parts: WITHOUT_SUBJECT }, false],
  dataSubject: [{ kind: 'dataSubject' }, true],
  consent: [{ kind: 'consent' }, true],
} as const satisfies Record<string, readonly [object, boolean]>;

/** Who may have which reports: of a draft, before acceptance and after it (handbook 5.3.10, 5.2.2). */
const RIGHTS: readonly (readonly [string, string, RequestRole, Access, Access, Access])[] = [
  ['the requesting authority', PORTO, 'request handler', 'all', 'all', 'all'],
  ['the requesting authority', PORTO, 'request viewer', 'impersonal', 'impersonal', 'impersonal'],
  ['the requesting authority', PORTO, 'allocator', 'impersonal', 'impersonal', 'impersonal'],
  ['the requesting authority', PORTO, 'referral handler', 'none', 'none', 'none'],
  ['the responding authority', BERLIN, 'request handler', 'unknown', 'impersonal', 'all'],
  ['the responding authority', BERLIN, 'request viewer', 'unknown', 'impersonal', 'impersonal'],
  ['the responding authority', BERLIN, 'allocator', 'unknown', 'impersonal', 'impersonal'],
  ['the responding authority', BERLIN, 'referral handler', 'unknown', 'none', 'none'],
  ...coordinators('the requesting coordinator', LISBON),
  ...coordinators('another coordinator linked to the requesting authority', BRAGA),
  ...coordinators('the responding coordinator', BONN),
  ...coordinators('another coordinator linked to the responding authority', MUNICH),
  ['an authority that has no part in it', PARIS, 'request handler', 'unknown', 'unknown', 'unknown'],
];

/** Whoever is linked sees the exchange; its request handlers see no more than that there is one (handbook 5.2.2.1). */
function coordinators(who: string, authority: string): typeof RIGHTS {
  return [
    [who, authority, 'referral handler', 'unknown', 'impersonal', 'impersonal'],
    [who, authority, 'request viewer', 'unknown', 'impersonal', 'impersonal'],
    [who, authority, 'allocator', 'unknown', 'impersonal', 'impersonal'],
    [who, authority, 'request handler', 'unknown', 'none', 'none'],
  ];
}

type Access = 'all' | 'impersonal' | 'none' | 'unknown';

const CASES = RIGHTS.map(([party, authority, role, first, early, late]) => ({
  who: `${role} of ${party}`,
  by: actor(authority, role),
  first,
  early,
  late,
}));

describe.each(CASES)('the $who', ({ by, first, early, late }) => {
  test.each(Object.entries(ORDERS))('may order: %s', (_, [order, isPersonal]) => {
    const outcome = (story: typeof before) => story.when(by, 'report.order', order).outcome;
    expect(outcome(draft)).toEqual(expected(first, isPersonal, order.kind));
    expect(outcome(before)).toEqual(expected(early, isPersonal, order.kind));
    expect(outcome(after)).toEqual(expected(late, isPersonal, order.kind));
  });

  test('is not told that there is a request exactly where it has no view of it', () => {
    const isSeen = [draft, before, after].map((story) => story.seenBy({ ...by, language: 'en' }) !== undefined);
    expect(isSeen).toEqual([first, early, late].map((access) => access !== 'unknown'));
  }); // prettier-ignore
});

function expected(access: Access, isPersonal: boolean, kind: string): readonly string[] {
  if (access === 'none') return ['NOT_ALLOWED /type'];
  if (access === 'unknown') return ['CASE_UNKNOWN /subject'];
  if (access === 'all' || !isPersonal) return ['report.ordered'];
  return [`REPORT_KIND_NOT_ALLOWED /data/${kind === 'custom' ? 'parts' : 'kind'}`];
}

describe('parts', () => {
  test('are chosen for a customised report', () => {
    const ordered = after.when(actor(PORTO, 'request viewer'), 'report.order', {
      kind: 'custom',
      parts: ['questions', 'answers'],
    });
    expect(ordered.events[0]?.facts).toMatchObject({ kind: 'custom', parts: ['questions', 'answers'] });
    const without = after.when(actor(PORTO, 'request handler'), 'report.order', { kind: 'custom' });
    expect(without.outcome).toEqual(['REPORT_PARTS_WRONG /data/parts']);
  });

  test.each(REPORT_KINDS.filter((kind) => kind !== 'custom'))('are not chosen for %s', (kind) => {
    const ordered = after.when(actor(PORTO, 'request handler'), 'report.order', { kind, parts: ['case'] });
    expect(ordered.outcome).toEqual(['REPORT_PARTS_WRONG /data/parts']);
  });
});
