import type { Static } from 'typebox';
import { asCase } from '../../case/case.ts';
import { fault, refuse } from '../../kernel/refusals.ts';
import { code, integer, list, optional, record, text } from '../../kernel/says.ts';
import { defined } from '../../kernel/optional.ts';
import { HUB } from '../../kernel/message.ts';
import {
  BY_THE_HUB,
  byOf,
  type CaseState,
  type Event,
  type Instant,
  type Reader,
  type Recorded,
} from '../../kernel/workflow.ts';
import { workingDaysLater, type Calendar } from '../../kernel/working-days.ts';
import { framed } from '../../reports/frame.ts';
import { command } from '../../world.ts';

/**
 * The cousin of the echo that belongs to no legislative area: an authority, or somebody who was invited, hails an authority, which
 * answers or lets it pass. It is registered by tests alone.
 */
type HailState = CaseState & {
  readonly status: 'new' | 'hailed' | 'answered' | 'passed';
  readonly number: string;
  readonly from: string;
  readonly to: string;
  readonly hailedAt: Instant;
  readonly words?: string;
};

type NoFacts = Readonly<Record<string, never>>;
type HailEvent =
  | Event<'hail.hailed', { readonly number: string; readonly to: string }, { readonly words: string }>
  | Event<'hail.answered', NoFacts, never>
  | Event<'hail.passed', NoFacts, never>;

const HANDLER = 'request handler';
const ENDED = ['answered', 'passed'] as const;
const WORKING_DAYS = 3;

const hailCommand = command<HailState, HailEvent>();

const hailTo = hailCommand({
  name: 'hail.send',
  summary: 'Hail an authority.',
  source: 'tests',
  by: [
    { party: 'hailing', role: HANDLER },
    { party: 'hailing', role: 'stranger' },
  ],
  when: ['new'],
  leadsTo: ['hailed'],
  refuses: ['ADDRESSEE_UNKNOWN'],
  says: record({ to: code(60, { vocabulary: 'authority' }), words: text(500) }),
  decide(_state, { to, words }, { directory, fresh: number }) {
    if (!directory.authorities.has(to))
      return refuse(fault('ADDRESSEE_UNKNOWN', '/data/to', { authority: to }));
    return { events: [{ type: 'hail.hailed', facts: { number, to }, content: { words } }] };
  },
});

const answer = hailCommand({
  name: 'hail.answer',
  summary: 'Hail back.',
  source: 'tests',
  by: [{ party: 'hailed', role: HANDLER }],
  when: ['hailed'],
  leadsTo: ['answered'],
  refuses: [],
  says: record({}),
  decide: () => ({ events: [{ type: 'hail.answered', facts: {} }] }),
});

const pass = hailCommand({
  name: 'hail.pass',
  summary: 'Nobody has hailed back.',
  source: 'tests',
  by: BY_THE_HUB,
  when: ['hailed'],
  leadsTo: ['passed'],
  refuses: [],
  says: record({}),
  decide: () => ({ events: [{ type: 'hail.passed', facts: {} }] }),
});

const HailView = record({
  number: code(40),
  status: code(60),
  version: integer({ min: 1, max: 2_147_483_647 }),
  from: code(96),
  to: code(60),
  words: optional(text(500)),
  commands: list('command', code(60), { max: 50 }),
});
type HailView = Static<typeof HailView>;

const INITIAL: HailState = {
  status: 'new',
  area: '',
  version: 0,
  number: '',
  from: '',
  to: '',
  hailedAt: '',
};

export const hail = asCase<HailState, HailEvent, HailView>({
  name: 'hail',
  prefix: 'HAIL',
  roles: [HANDLER],
  initial: INITIAL,
  commands: [hailTo, answer, pass],
  tells: { 'hail.heard': 'An authority hails.', 'hail.ended': 'The hail was answered, or not.' },
  writes: {},
  shows: HailView,
  ended: ENDED,
  listed: { parties: ['hailing', 'hailed'], statuses: ['hailed', 'answered', 'passed'], late: [] },
  parties: (state, actor) => partiesOf(state, byOf(actor).by),
  parts({ status, from, to, hailedAt }) {
    if (status === 'new') return [];
    const line = { status, since: hailedAt, isShared: false };
    const waiting = status === 'hailed' ? { waitsFor: HANDLER } : {};
    const hailing = authorityOf(from);
    return [
      ...hailing.map((authority) => ({ ...line, authority, parties: ['hailing'], others: [to] })),
      { ...line, ...waiting, authority: to, parties: ['hailed'], others: hailing },
    ];
  },
  watches: () => [],
  statusFor: ({ status }) => status,
  evolve,
  erased,
  setsOff: ({ type }, { from, to }) =>
    type === 'hail.hailed'
      ? [{ do: 'tell', to, type: 'hail.heard' }]
      : authorityOf(from).map((hailing) => ({ do: 'tell', to: hailing, type: 'hail.ended' })),
  due: ({ status, hailedAt }, { calendar }) =>
    status === 'hailed' ? [{ at: endOf(hailedAt, calendar), command: 'hail.pass' }] : [],
  view,
  reports: {
    kinds: ['full'],
    parts: [],
    by: ['hailing', 'hailed'].map((party) => ({ party, role: HANDLER })),
    when: ['hailed', ...ENDED],
    hasPersonalData: () => false,
    personalDataFaults: () => [],
    personalDataRefusals: [],
    view: (state, { reader }) => view(state, reader),
    page: (seen, particulars) => framed(seen, { preface: [], sections: [] }, particulars),
  },
});

/** Ten in the morning of the last day. */
function endOf(hailedAt: Instant, calendar: Calendar): Instant {
  return calendar.momentOf(workingDaysLater(calendar, calendar.dayOf(hailedAt), WORKING_DAYS), '10:00');
}

/** Whoever was invited has no authority yet. */
function authorityOf(from: string): readonly string[] {
  return from.startsWith(HUB) ? [] : [from];
}

function partiesOf({ status, from, to }: HailState, authority: string): readonly string[] {
  if (status === 'new') return ['hailing'];
  return [...(authority === from ? ['hailing'] : []), ...(authority === to ? ['hailed'] : [])];
}

function erased(before: HailState): HailState {
  const { words: _, ...state } = before;
  return state;
}

function evolve(state: HailState, event: Recorded<HailEvent>): HailState {
  switch (event.type) {
    case 'hail.hailed': {
      const { number, to } = event.facts;
      return { ...state, status: 'hailed', number, from: event.by, to, hailedAt: event.at, ...event.content };
    }
    case 'hail.answered':
      return { ...state, status: 'answered' };
    case 'hail.passed':
      return { ...state, status: 'passed' };
  }
}

function view(state: HailState, { authority }: Reader): HailView | undefined {
  if (partiesOf(state, authority).length === 0) return undefined;
  const { number, status, version, from, to, words } = state;
  return { number, status, version, from, to, ...defined('words', words), commands: [] };
}
