import { expect, test } from 'vitest';
import { compileAreas } from '../../schemas/area/compile.ts';
import { areaOf } from '../testing/areas.ts';
import { BERLIN, BRAGA, directoryWith, handler, MUNICH, PARIS, PORTO, reader } from '../testing/cast.ts';
import { stations } from '../testing/stations.ts';
import { request } from './index.ts';

/** Linked authorities (glossary): a monitoring view of the exchanges, and no action. */

const settings = { linkedAuthorities: { [PORTO]: [BRAGA], [BERLIN]: [MUNICH] } };
const all = Object.entries(stations(areaOf(compileAreas('schemas/areas')))).map(
  ([status, story]) => [status, story.meanwhile({ settings })] as const,
);
const ROLES = ['request handler', 'request viewer', 'allocator', 'referral handler'] as const;

test.each(all)('of a request that is %s they see an overview, once it is an exchange of their Member State', (_, story) => {
  const { status, arrived } = story.begun();
  const isDraft = status === 'draft' || status === 'discarded';
  for (const [authority, sees] of [[BRAGA, !isDraft], [MUNICH, arrived]] as const) {
    const seen = story.seenBy(reader(authority, ...ROLES));
    expect([authority, seen?.level]).toEqual([authority, sees ? 'monitoring' : undefined]);
    expect(seen?.questions ?? []).toEqual([]);
    expect(JSON.stringify(seen ?? '')).not.toMatch(/Quakenbrink|Since when|letters|kind regards/);
    const outcome = story.when(handler(authority), 'request.withdraw').outcome;
    expect(outcome).toEqual([sees ? 'NOT_ALLOWED /type' : 'CASE_UNKNOWN /subject']);
    expect(story.offeredTo({ kind: 'authority', authority, roles: ROLES })).toEqual([]);
  }
  expect(story.seenBy(reader(PARIS, ...ROLES))).toBeUndefined();
}); // prettier-ignore

test('they find those requests by looking into the cases of whom they are linked to', () => {
  const directory = directoryWith(settings);
  expect(request.watches(BRAGA, directory)).toEqual([{ authority: PORTO, area: 'PQ' }]);
  expect(request.watches(MUNICH, directory)).toEqual([{ authority: BERLIN, area: 'PQ' }]);
});

test('the status that they are told is that of the side that they are linked to', () => {
  const directory = directoryWith(settings);
  const held = all.find(([status]) => status === 'replyAwaitingApproval')?.[1].begun();
  expect(held && request.statusFor(held, BRAGA, directory)).toBe('accepted');
  expect(held && request.statusFor(held, MUNICH, directory)).toBe('replyAwaitingApproval');
});
