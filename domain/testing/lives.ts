import * as fc from 'fast-check';
import type { Area } from '../area/area.ts';
import { THE_HUB, type Actor } from '../kernel/workflow.ts';
import { request } from '../request/index.ts';
import {
  actor, BERLIN, BONN, BRAGA, handler, LISBON, MUNICH, PARIS, person, PORTO, referee, STRICT, type Settings,
} from './cast.ts'; // prettier-ignore
import { given, isBegun, type Story } from './given.ts';
import { aDraft, answer, aRequest, BECAUSE, document, FULL, PAPERS, PARTIAL } from './papers.ts';

/** Lives of requests: anybody does anything in any order, under any settings. */

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
  { flags: { [BERLIN]: { mayAccept: false, mayRefuse: true } } },
  { flags: { [PORTO]: { usesAllocation: true }, [BERLIN]: { usesAllocation: true } } },
  { suspended: [PORTO, BONN], links: { [PORTO]: [], [BERLIN]: [] } },
];

export const PEOPLE: readonly Actor[] = [
  handler(PORTO), handler(BERLIN), referee(LISBON), referee(BONN), referee(BRAGA), referee(MUNICH), handler(PARIS), THE_HUB,
  person(handler(PORTO), 'P-1'), person(handler(BERLIN), 'P-2'), actor(PORTO, 'allocator'),
  actor(PORTO, 'request viewer'), actor(BERLIN, 'allocator', 'referral handler'), actor(LISBON), handler(BONN),
]; // prettier-ignore

/** Other papers than the usual ones, good and bad. */
const VARIANTS: Readonly<Record<string, readonly unknown[]>> = {
  'request.save': [
    { area: 'PQ' },
    aRequest({ coordinator: LISBON }),
    aDraft({ addressee: { criteria: { country: 'DE' } } }),
    aDraft({ questions: [{ question: 'PQ-GQ-999' }] }),
    aDraft({ area: 'SD' }),
  ],
  'request.send': [
    aRequest({ coordinator: LISBON }),
    aRequest({ coordinator: BRAGA, attachments: [document('doc-1'), document('doc-2')] }),
    aRequest({ addressee: { criteria: { country: 'DE', keywords: ['physiotherapist'] } } }),
    aRequest({ addressee: { authority: BONN } }),
    aRequest({ questions: [{ question: 'PQ-GQ-999' }], deadline: '1999-01-01' }),
  ],
  'request.accept': [{ coordinator: BONN }, { coordinator: MUNICH, proposedDeadline: '2027-01-01' }, { coordinator: PARIS }],
  'request.forward': [{ to: BERLIN, ...BECAUSE }, { to: MUNICH, ...BECAUSE }, { to: PARIS, ...BECAUSE }],
  'request.split': [{ to: MUNICH, ...BECAUSE, questions: [{ question: 'PQ-GQ-001' }], documents: ['doc-1'] }],
  'request.copy': [{ parts: ['questions'] }],
  'request.changeCoordinator': [{ coordinator: MUNICH }, { coordinator: LISBON }],
  'request.addMessage': [{ topic: 'requestedDocuments', attachments: [document('doc-9')] }, { topic: 'clarification' }],
  'request.allocate': [{ persons: ['P-2', 'P-3'] }],
  'request.remind': [{ of: 'reply', stage: 'coordinator' }],
  'request.reply': [PARTIAL, { answers: FULL.answers }, {}, { answers: [answer('PQ-GQ-009', { option: 'perhaps' })] }],
  'report.order': [{ kind: 'full' }, { kind: 'full', language: 'xx' }],
  'dossier.order': [{ kind: 'full' }, { kind: 'fullWithoutPersonalData', language: 'xx' }],
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
export const life = fc.record({ settings: fc.nat(SETTINGS.length - 1), turns: fc.array(turn, { minLength: 20, maxLength: 60, size: 'max' }) }); // prettier-ignore

export type Move = {
  readonly before: Story;
  readonly actor: Actor;
  readonly after: Story;
};

export type Life = { readonly settings: number; readonly turns: readonly Turn[] };

/** All moves of one life: honest turns take something that is offered, the others try anything. */
export function play(area: Area, { settings, turns }: Life): readonly Move[] {
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

/** Of a copy the first to have done something is the hub. */
function authorOf({ state }: Story): string {
  return isBegun(state) ? state.requesting.authority : PORTO;
}

function nameAt(index: number): string {
  return request.commands[index % request.commands.length]?.name ?? '';
}

/** What the hub issues it issues to who has ordered it. */
export function paperFor(story: Story, command: string, dice: number): unknown {
  // Only what is asked of another case can have been carried out.
  if (command === 'case.ask') {
    const { event, place } = story.state.pending?.[0] ?? { event: 1, place: 0 };
    return { event, place, case: 'REQ-2026-000009' };
  }
  if (command === 'report.issue') {
    const to = story.history.findLast(({ type }) => type === 'report.ordered')?.by ?? authorOf(story);
    return { report: 'R-1', sha256: 'e'.repeat(64), size: 1, to };
  }
  const papers = [PAPERS[command], PAPERS[command], ...(VARIANTS[command] ?? [])];
  return papers[dice % papers.length];
}

/** Reports and withdrawals only now and then, or no life would be long. */
function offered(story: Story, dice: number): readonly [Actor, string] {
  const offers = PEOPLE.flatMap((doer) => story.offeredTo(doer).map((command) => [doer, command] as const));
  const usual = offers.filter(([, command]) => dice % 11 === 0 || !/^report\.|withdraw|close|save|discard|copy|allocate|correct|changeCoordinator/.test(command));
  return (usual.length > 0 ? usual : offers)[dice % Math.max(1, usual.length)] ?? [THE_HUB, 'report.issue'];
} // prettier-ignore
