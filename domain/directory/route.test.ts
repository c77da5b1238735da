import { describe, expect, test } from 'vitest';
import { isRefusal } from '../kernel/workflow.ts';
import { ACCESS, canReceive as canBeAsked } from '../request/access.ts';
import type { AreaRole, Authority } from './authority.ts';
import { makeDirectory } from './directory.ts';
import { route, type Criteria } from './route.ts';

type Sketch = {
  readonly role?: AreaRole;
  readonly keywords?: readonly string[];
  readonly region?: string;
  readonly activities?: readonly string[];
  readonly status?: Authority['status'];
  readonly access?: 'active' | 'suspended' | 'removed';
  readonly workflow?: 'active' | 'suspended' | 'none';
  readonly mayAccept?: boolean;
};

function sketched([id, sketch]: readonly [string, Sketch]): Authority {
  const request = {
    role: 'authority',
    status: sketch.workflow === 'suspended' ? 'suspended' : 'active',
    linkedCoordinators: [],
    flags: { ...ACCESS.flags, mayAccept: sketch.mayAccept ?? true },
  } as const;
  return {
    id,
    country: id.slice(0, 2),
    officialName: id,
    informalTitle: {},
    languages: ['de'],
    email: 'office@example.org',
    status: sketch.status ?? 'active',
    ...(sketch.region === undefined ? {} : { region: sketch.region }),
    generalCompetence: sketch.activities === undefined,
    economicActivities: sketch.activities ?? [],
    areas: [
      {
        area: 'PQ',
        role: sketch.role ?? 'competent authority',
        status: sketch.access ?? 'active',
        keywords: sketch.keywords ?? ['nurse', 'midwife'],
        workflows: sketch.workflow === 'none' ? {} : { request },
      },
    ],
    training: true,
  };
}

/** Who is found, and why: `DE-A because …`, or the codes of the refusal. */
function found(sketches: Readonly<Record<string, Sketch>>, criteria: Partial<Criteria> = {}): string {
  const directory = makeDirectory(1, Object.entries(sketches).map(sketched), []);
  const result = route(
    directory,
    { country: 'DE', area: 'PQ', keywords: ['nurse'], ...criteria },
    canBeAsked,
  );
  if (isRefusal(result)) return result.refused.map(({ code, path }) => `${code} ${path}`).join();
  return `${result.authority}: ${result.reasons.map(({ code }) => code).join(', ')}`;
}

const NIMIC: Sketch = { role: 'NIMIC', keywords: [] };
const LIMIC: Sketch = { role: 'LIMIC' };

describe('the only competent authority is found', () => {
  test('by its keywords, all of them', () => {
    const two = { 'DE-A': {}, 'DE-B': { keywords: ['nurse'] }, 'DE-L': LIMIC };
    expect(found(two, { keywords: ['nurse', 'midwife'] })).toBe('DE-A: keywordsMatch, onlyCompetent');
  });

  test('in the country and area that are asked for', () => {
    expect(found({ 'AT-A': {}, 'DE-B': {} })).toBe('DE-B: keywordsMatch, onlyCompetent');
    expect(found({ 'DE-B': {} }, { area: 'SD' })).toBe('ADDRESSEE_NOT_FOUND /data/addressee/criteria');
  });

  test('by its region, and the smallest region that holds the place wins', () => {
    const nested = { 'DE-LAND': { region: 'DE2' }, 'DE-TOWN': { region: 'DE21' }, 'DE-ELSEWHERE': { region: 'DE3' } };
    expect(found(nested, { region: 'DE212' })).toBe('DE-TOWN: keywordsMatch, regionMatch, onlyCompetent');
    expect(found(nested, { region: 'DE22' })).toBe('DE-LAND: keywordsMatch, regionMatch, onlyCompetent');
    expect(found({ ...nested, 'DE-ALL': {} }, { region: 'DE5' })).toBe('DE-ALL: keywordsMatch, onlyCompetent');
  }); // prettier-ignore

  test('and an authority of one region is not asked on behalf of the whole country', () => {
    const both = { 'DE-LAND': { region: 'DE2' }, 'DE-ALL': {} };
    expect(found(both)).toBe('DE-ALL: keywordsMatch, onlyCompetent');
  });

  test('by its economic activities, or by general competence', () => {
    const trades = { 'DE-FOOD': { activities: ['I.56', '10'] }, 'DE-BUILD': { activities: ['43'] } };
    const reason = 'keywordsMatch, activityMatch, onlyCompetent';
    expect(found(trades, { economicActivities: ['10.1'] })).toBe(`DE-FOOD: ${reason}`);
    expect(found(trades, { economicActivities: ['43'] })).toBe(`DE-BUILD: ${reason}`);
    expect(found({ ...trades, 'DE-ALL': {} }, { economicActivities: ['99'] })).toBe(`DE-ALL: ${reason}`);
  });

  test.each<[string, Sketch]>([
    ['suspended', { status: 'suspended' }],
    ['not registered yet', { status: 'registration requested' }],
    ['suspended in the area', { access: 'suspended' }],
    ['removed from the area', { access: 'removed' }],
    ['suspended in the workflow', { workflow: 'suspended' }],
    ['without the workflow', { workflow: 'none' }],
    ['not allowed to accept requests', { mayAccept: false }],
  ])('even beside one that is %s', (_, other) => {
    expect(found({ 'DE-A': {}, 'DE-B': other })).toBe('DE-A: keywordsMatch, onlyCompetent');
    expect(found({ 'DE-B': other })).toBe('ADDRESSEE_NOT_FOUND /data/addressee/criteria');
    expect(canBeAsked(sketched(['DE-B', other]), 'PQ')).toBe(false);
  });
});

describe('where none or several are competent the coordinator is asked: the hub never guesses', () => {
  test('several', () => {
    const several = { 'DE-A': {}, 'DE-B': {}, 'DE-N': NIMIC, 'DE-L': LIMIC };
    expect(found(several)).toBe('DE-L: fallbackAmbiguous, fallbackCoordinator');
  });

  test('none', () => {
    const none = { 'DE-A': { keywords: ['architect'] }, 'DE-N': NIMIC, 'DE-L': LIMIC };
    expect(found(none)).toBe('DE-L: fallbackNoMatch, fallbackCoordinator');
  });

  test('the one of the area before the one of the country', () => {
    expect(found({ 'DE-N': NIMIC, 'DE-L': { ...LIMIC, mayAccept: false } })).toContain(
      'DE-N: fallbackNoMatch',
    );
    expect(found({ 'DE-N': NIMIC, 'DE-L': { ...LIMIC, access: 'suspended' } })).toContain('DE-N: ');
  });

  test('the one of the region before the one of the area', () => {
    const regional = { 'DE-N': NIMIC, 'DE-L': LIMIC, 'DE-S': { role: 'SDIMIC', region: 'DE2', keywords: [] } } as const;
    expect(found(regional, { region: 'DE21' })).toContain('DE-S: fallbackNoMatch');
    expect(found(regional, { region: 'DE31' })).toContain('DE-L: fallbackNoMatch');
    expect(found(regional)).toContain('DE-L: fallbackNoMatch');
  }); // prettier-ignore

  test('and coordinators do not compete with authorities', () => {
    expect(found({ 'DE-A': {}, 'DE-L': LIMIC, 'DE-N': { ...NIMIC, keywords: ['nurse'] } })).toBe(
      'DE-A: keywordsMatch, onlyCompetent',
    );
  });

  test('and if there is none, the sender learns that nobody was found', () => {
    expect(found({ 'DE-A': {}, 'DE-B': {} })).toBe('ADDRESSEE_NOT_FOUND /data/addressee/criteria');
    expect(found({})).toBe('ADDRESSEE_NOT_FOUND /data/addressee/criteria');
  });
});

test('every reason comes with its facts, to be read in any language', () => {
  const directory = makeDirectory(1, [sketched(['DE-A', { region: 'DE2' }])], []);
  const criteria = { country: 'DE', area: 'PQ', keywords: ['nurse', 'midwife'], region: 'DE21', economicActivities: ['86', '87'] };
  expect(route(directory, criteria, canBeAsked)).toEqual({
    authority: 'DE-A',
    reasons: [
      { code: 'keywordsMatch', facts: { keywords: 'nurse midwife' } },
      { code: 'regionMatch', facts: { region: 'DE2' } },
      { code: 'activityMatch', facts: { activities: '86 87' } },
      { code: 'onlyCompetent', facts: {} },
    ],
  });
  const crowd = makeDirectory(1, ['DE-A', 'DE-B', 'DE-L'].map((id) => sketched([id, id === 'DE-L' ? LIMIC : {}])), []);
  expect(route(crowd, { country: 'DE', area: 'PQ', keywords: ['nurse'] }, canBeAsked)).toEqual({
    authority: 'DE-L',
    reasons: [
      { code: 'fallbackAmbiguous', facts: { count: '2' } },
      { code: 'fallbackCoordinator', facts: {} },
    ],
  });
}); // prettier-ignore

test('the order in which authorities are listed does not decide', () => {
  const sketches: Readonly<Record<string, Sketch>> = { 'DE-A': { region: 'DE2' }, 'DE-B': {}, 'DE-L': LIMIC, 'DE-N': NIMIC };
  const reversed = Object.fromEntries(Object.entries(sketches).toReversed());
  for (const criteria of [{}, { region: 'DE21' }, { keywords: ['architect'] }])
    expect(found(sketches, criteria)).toBe(found(reversed, criteria));
}); // prettier-ignore
