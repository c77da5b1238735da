import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileAreas } from '../../schemas/area/compile.ts';
import { THE_HUB, type Actor } from '../kernel/workflow.ts';
import { areaOf } from '../testing/areas.ts';
import {
  actor, BERLIN, BONN, BRAGA, handler, LISBON, MUNICH, PARIS, PORTO, reader, referee, STRICT, type Settings,
} from '../testing/cast.ts'; // prettier-ignore
import { given, isOpen, type Story } from '../testing/given.ts';
import { answer, aRequest, document, FULL, PAPERS, PARTIAL } from '../testing/papers.ts';
import { stations } from '../testing/stations.ts';
import { TELLS } from './deliveries.ts';
import { request } from './index.ts';

/** Whatever anybody does in whatever order: what always holds of a request. */

const area = areaOf(compileAreas('schemas/areas'));
const STATUSES = Object.keys(stations(area));
const ENDED = new Set(['closed', 'refused', 'withdrawn']);
const LINKS = { [PORTO]: [LISBON, BRAGA], [BERLIN]: [BONN, MUNICH] };

const SETTINGS: readonly Settings[] = [
  STRICT,
  {},
  { links: LINKS },
  { ...STRICT, links: LINKS },
  { flags: { [LISBON]: { participatesInReferral: false } } },
  { flags: { [BONN]: { participatesInReferral: false } } },
  {
    flags: {
      [LISBON]: { participatesInReferral: false },
      [BONN]: { participatesInReferral: false },
      [BERLIN]: { mayRefuse: true },
    },
  },
  { suspended: [PORTO, BONN], links: { [PORTO]: [], [BERLIN]: [] } },
];

const PEOPLE: readonly Actor[] = [
  handler(PORTO), handler(BERLIN), referee(LISBON), referee(BONN), referee(BRAGA), referee(MUNICH), handler(PARIS), THE_HUB,
  actor(PORTO, 'request viewer'), actor(BERLIN, 'allocator', 'referral handler'), actor(LISBON), handler(BONN),
]; // prettier-ignore

/** Other papers than the usual ones, good and bad. */
const VARIANTS: Readonly<Record<string, readonly unknown[]>> = {
  'request.send': [
    aRequest({ coordinator: LISBON }),
    aRequest({ coordinator: BRAGA, attachments: [document('doc-1'), document('doc-2')] }),
    aRequest({ addressee: { criteria: { country: 'DE', keywords: ['physiotherapist'] } } }),
    aRequest({ addressee: { authority: BONN } }),
    aRequest({ questions: [{ question: 'PQ-GQ-999' }], deadline: '1999-01-01' }),
  ],
  'request.accept': [{ coordinator: BONN }, { coordinator: MUNICH, proposedDeadline: '2027-01-01' }, { coordinator: PARIS }],
  'request.reply': [PARTIAL, { answers: FULL.answers }, {}, { answers: [answer('PQ-GQ-009', { option: 'perhaps' })] }],
  'report.order': [{ kind: 'full' }, { kind: 'full', language: 'xx' }],
}; // prettier-ignore

type Turn = {
  readonly who: number;
  readonly what: number;
  readonly paper: number;
  readonly settings: number;
  readonly isHonest: boolean;
};

const turn: fc.Arbitrary<Turn> = fc.record({
  who: fc.nat(PEOPLE.length - 1),
  what: fc.nat(999),
  paper: fc.nat(9),
  // Mostly as it was.
  settings: fc.nat(SETTINGS.length * 6),
  isHonest: fc.boolean().chain((often) => (often ? fc.constant(true) : fc.boolean())),
});
const life = fc.record({ settings: fc.nat(SETTINGS.length - 1), turns: fc.array(turn, { minLength: 20, maxLength: 60, size: 'max' }) }); // prettier-ignore

type Move = {
  readonly before: Story;
  readonly actor: Actor;
  readonly after: Story;
};

/** All moves of one life: honest turns take something that is offered, the others try anything. */
function play({ settings, turns }: { readonly settings: number; readonly turns: readonly Turn[] }): readonly Move[] {
  const moves: Move[] = [];
  let story = given({ area, settings: SETTINGS[settings] ?? {} });
  for (const { who, what, paper, settings: changed, isHonest } of turns) {
    const settingsNow = SETTINGS[changed];
    if (settingsNow !== undefined) story = story.meanwhile({ settings: settingsNow });
    const [doer, command] = isHonest ? offered(story, what) : [PEOPLE[who] ?? THE_HUB, nameAt(what)];
    const after = story.when(doer, command, paperFor(story, command, paper));
    moves.push({ before: story, actor: doer, after });
    story = after;
  }
  return moves;
} // prettier-ignore

function nameAt(index: number): string {
  return request.commands[index % request.commands.length]?.name ?? '';
}

/** What the hub issues it issues to who has ordered it. */
function paperFor(story: Story, command: string, dice: number): unknown {
  if (command === 'report.issue') {
    const to = story.history.findLast(({ type }) => type === 'report.ordered')?.by ?? story.history[0]?.by;
    return { report: 'R-1', sha256: 'e'.repeat(64), size: 1, to };
  }
  const papers = [PAPERS[command], PAPERS[command], ...(VARIANTS[command] ?? [])];
  return papers[dice % papers.length];
}

/** Reports and withdrawals only now and then, or no life would be long. */
function offered(story: Story, dice: number): readonly [Actor, string] {
  const offers = PEOPLE.flatMap((doer) => story.offeredTo(doer).map((command) => [doer, command] as const));
  const usual = offers.filter(([, command]) => dice % 11 === 0 || !/^report\.|withdraw|close/.test(command));
  return (usual.length > 0 ? usual : offers)[dice % Math.max(1, usual.length)] ?? [THE_HUB, 'report.issue'];
} // prettier-ignore

function always(claim: (move: Move) => void): void {
  const property = fc.property(life, (given_) => {
    for (const move of play(given_)) claim(move);
  });
  fc.assert(property, { numRuns: 25 });
}

const OBJECTIONS = new Set([
  'CASE_UNKNOWN', 'NOT_ALLOWED', 'WRONG_STATUS', 'FLAG_MISSING', 'REFER_INSTEAD', 'NO_REFEREE', 'UPHOLD_NOT_POSSIBLE',
  'CONTENT_KEPT',
]); // prettier-ignore

describe('always', () => {
  test('the status is one of the stations, and the version counts what moved the case on', () => {
    always(({ after: { state, history } }) => {
      expect(['new', ...STATUSES]).toContain(state.status);
      const loud = history.filter(({ type }) => !type.startsWith('report.'));
      expect(state.version).toBe(loud.length);
      expect(history.map(({ seq }) => seq)).toEqual(history.map((_, index) => index + 1));
    });
  });

  test('the history tells the whole state', () => {
    always(({ after }) => expect(given({ area }, after.history).state).toEqual(after.state));
  });

  test('without what people wrote it still tells the station and the version', () => {
    always(({ after }) => {
      const { status, version } = after.erased().state;
      expect({ status, version }).toEqual({ status: after.state.status, version: after.state.version });
    });
  });

  test('what people wrote is not in the facts, which are never erased', () => {
    always(({ after }) => {
      const facts = JSON.stringify(after.events.map((event) => event.facts));
      expect(facts).not.toMatch(/Quakenbrink|Xanthippe|1977|Wuppertal|Since|regards|letters|know more|name the year/);
    });
  }); // prettier-ignore

  test('a refusal changes nothing, and says why', () => {
    always(({ before, after }) => {
      if (after.events.length > 0) return;
      expect(after.faults.length).toBeGreaterThan(0);
      expect(after.state).toBe(before.state);
    });
  });

  test('an ended request takes no further change', () => {
    always(({ before, after }) => {
      if (!ENDED.has(before.state.status)) return;
      expect(after.state).toEqual(before.state);
      expect(after.events.every(({ type }) => type.startsWith('report.'))).toBe(true);
    });
  });

  test('a command is offered exactly to those who may give it now', () => {
    always(({ before, actor: doer }) => {
      const offers = before.offeredTo(doer);
      const possible = request.commands.filter(({ name }) => {
        const { faults } = before.when(doer, name, paperFor(before, name, 0));
        return !OBJECTIONS.has(faults[0]?.code ?? '');
      });
      expect(offers).toEqual(possible.map(({ name }) => name));
    });
  });

  test('who is told of something may see the case, in a message that the catalogue knows', () => {
    always(({ after }) => {
      for (const { to, type, attachments = [] } of after.deliveries) {
        expect(after.seenBy(reader(to, 'request handler')), `${type} > ${to}`).toBeDefined();
        expect([...Object.keys(TELLS), 'report.issued']).toContain(type);
        const known = isOpen(after.state) ? after.state.attachments.map(({ id }) => id) : [];
        expect(known).toEqual(expect.arrayContaining([...attachments]));
      }
    });
  });

  test('the bytes of a document go only to who sees the document', () => {
    always(({ after }) => {
      for (const { to, attachments = [] } of after.deliveries) {
        const seen = after.seenBy(reader(to, 'request handler'))?.attachments ?? [];
        const named = seen.filter(({ sha256 }) => sha256 !== undefined).map(({ id }) => id);
        expect(named).toEqual(expect.arrayContaining([...attachments]));
      }
    });
  });
});

test('the lives that are tried lead to every station', () => {
  const moves = fc.sample(life, { seed: 2012, numRuns: 150 }).flatMap(play);
  expect(new Set(moves.map(({ after }) => after.state.status))).toEqual(new Set(['new', ...STATUSES]));
});
