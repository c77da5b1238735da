import { describe, expect, test } from 'vitest';
import { compileAreas } from '../../schemas/area/compile.ts';
import type { UserRole } from '../directory/authority.ts';
import { areaOf } from '../testing/areas.ts';
import { actor, BERLIN, BONN, LISBON, PORTO } from '../testing/cast.ts';
import { stations } from '../testing/stations.ts';
import { REPORT_KINDS, REPORT_PARTS } from './report-kinds.ts';

const all = stations(areaOf(compileAreas('schemas/areas')));
const before = all.awaitingAcceptance;
const after = all.replyProvided;

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

/** Who may have which reports, before and after acceptance (handbook 5.3.10). */
const RIGHTS: readonly (readonly [string, string, UserRole, Access, Access])[] = [
  ['the requesting authority', PORTO, 'request handler', 'all', 'all'],
  ['the requesting authority', PORTO, 'request viewer', 'impersonal', 'impersonal'],
  ['the requesting authority', PORTO, 'allocator', 'impersonal', 'impersonal'],
  ['the requesting authority', PORTO, 'referral handler', 'none', 'none'],
  ['the responding authority', BERLIN, 'request handler', 'impersonal', 'all'],
  ['the responding authority', BERLIN, 'request viewer', 'impersonal', 'impersonal'],
  ['the responding authority', BERLIN, 'allocator', 'impersonal', 'impersonal'],
  ['the requesting coordinator', LISBON, 'referral handler', 'impersonal', 'impersonal'],
  ['the requesting coordinator', LISBON, 'request viewer', 'impersonal', 'impersonal'],
  ['the requesting coordinator', LISBON, 'allocator', 'impersonal', 'impersonal'],
  ['the responding coordinator', BONN, 'referral handler', 'unknown', 'impersonal'],
  ['the responding coordinator', BONN, 'request viewer', 'unknown', 'impersonal'],
  ['the responding coordinator', BONN, 'allocator', 'unknown', 'impersonal'],
];
type Access = 'all' | 'impersonal' | 'none' | 'unknown';

const CASES = RIGHTS.map(([party, authority, role, early, late]) => ({
  who: `${role} of ${party}`,
  by: actor(authority, role),
  early,
  late,
}));

describe.each(CASES)('the $who', ({ by, early, late }) => {
  test.each(Object.entries(ORDERS))('may order: %s', (_, [order, isPersonal]) => {
    const outcome = (story: typeof before) => story.when(by, 'report.order', order).outcome;
    expect(outcome(before)).toEqual(expected(early, isPersonal, order.kind));
    expect(outcome(after)).toEqual(expected(late, isPersonal, order.kind));
  });
});

function expected(access: Access, isPersonal: boolean, kind: string): readonly string[] {
  if (access === 'none') return ['NOT_ALLOWED /type'];
  // Before acceptance the coordinator of the authority asked is not chosen yet.
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
