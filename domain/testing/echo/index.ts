import { asCase } from '../../case/case.ts';
import { fault } from '../../kernel/refusals.ts';
import { defined } from '../../kernel/optional.ts';
import type { Ask, Effect, Tell } from '../../kernel/effects.ts';
import type { Part } from '../../kernel/part.ts';
import type { Recorded } from '../../kernel/workflow.ts';
import { ACCESS, SETTINGS } from './in-areas.ts';
import { answer, call, close, expire, link, repeat } from './commands.ts';
import { EchoView, page, partiesOf, view } from './seen.ts';
import { ENDED, erased, evolve, INITIAL, type EchoEvent, type EchoState } from './state.ts';

const TELLS = {
  'echo.heard': 'An authority calls.',
  'echo.answered': 'One of the authorities called has answered.',
  'echo.closed': 'No further answers are waited for.',
  'echo.expired': 'The time for answers is over.',
} as const satisfies Record<string, string>;

const WRITES = { 'echo.heard': 'An authority calls.' } as const satisfies Record<string, string>;

const PARTIES = ['caller', 'called'];
const HANDLER = 'request handler';

export const echo = asCase<EchoState, EchoEvent, EchoView>({
  name: 'echo',
  prefix: 'ECHO',
  roles: [HANDLER],
  inAreas: { settings: SETTINGS, access: ACCESS, carries: () => true },
  initial: INITIAL,
  commands: [call, answer, close, expire, repeat, link],
  tells: TELLS,
  writes: WRITES,
  shows: EchoView,
  ended: ENDED,
  // Many answer at once, and none keeps the others from it.
  quiet: ['echo.answered'],
  parties: (state, actor) => (actor.kind === 'authority' ? partiesOf(state, actor.authority) : []),
  listed: { parties: ['caller', 'called'], statuses: ['called', 'closed', 'expired'], late: [] },
  parts,
  watches: () => [],
  statusFor: ({ status }) => status,
  evolve,
  erased,
  setsOff,
  asks,
  due: ({ status, answerBy }) => (status === 'called' ? [{ at: answerBy, command: 'echo.expire' }] : []),
  view,
  reports: {
    kinds: ['full', 'fullWithoutPersonalData'],
    parts: [],
    by: PARTIES.map((party) => ({ party, role: HANDLER })),
    when: ['called', ...ENDED],
    hasPersonalData: ({ kind }) => kind === 'full',
    personalDataRefusals: ['CONTENT_ERASED'],
    personalDataFaults: ({ erasedAt }, _actor, path) =>
      erasedAt === undefined ? [] : [fault('CONTENT_ERASED', path)],
    view: (state, { choice, reader }) =>
      view(state, choice.kind === 'full' ? reader : { ...reader, withoutPersonalData: true }),
    page,
  },
});

function parts({ status, caller, called, answers, calledAt }: EchoState): readonly Part[] {
  if (status === 'new') return [];
  const line = { status, since: calledAt, isShared: false };
  return [
    { ...line, authority: caller, parties: ['caller'], others: called },
    ...called.map((authority) => ({
      ...line,
      authority,
      parties: ['called'],
      ...(status === 'called' && !answers.some(({ by }) => by === authority) ? { waitsFor: HANDLER } : {}),
      others: [caller],
    })),
  ];
}

function tell(to: string, type: keyof typeof TELLS): Tell {
  return { do: 'tell', to, type };
}

function write(authority: string, template: keyof typeof WRITES): Effect {
  return { do: 'write', to: { authority, roles: [HANDLER] }, template };
}

function setsOff(event: Recorded<EchoEvent>, { caller, called }: EchoState): readonly Effect[] {
  const { type } = event;
  if (type === 'echo.called')
    return called.flatMap((to) => [tell(to, 'echo.heard'), write(to, 'echo.heard')]);
  if (event.type === 'echo.answered')
    return [{ ...tell(caller, event.type), attachments: event.facts.attachments.map(({ id }) => id) }];
  if (type === 'echo.linked') return [];
  const ended = called.map((to) => tell(to, type));
  return type === 'echo.expired' ? [tell(caller, type), ...ended] : ended;
}

/** Another call is opened by the one that was closed, and tells it its number: a case that asks, and one that is asked. */
function asks(
  event: Recorded<EchoEvent>,
  { area, number, caller, called, words }: EchoState,
): readonly Ask[] {
  if (event.type === 'echo.closed' && event.facts.again === true) {
    const data = { caller, called, after: number, ...defined('words', words) };
    return [{ of: { opens: 'echo', area }, command: 'echo.repeat', data }];
  }
  if (event.type !== 'echo.called' || event.facts.after === undefined) return [];
  return [{ of: { case: event.facts.after }, command: 'echo.link', data: { to: number } }];
}
