import { linkedTo, type Directory } from '../directory/directory.ts';
import { defined } from '../kernel/optional.ts';
import type { Listed, Part, Watched } from '../kernel/part.ts';
import { OVERDUE } from './overdue.ts';
import type { Instant } from '../kernel/workflow.ts';
import { allocatedTo } from './allocation.ts';
import { awaited } from './due.ts';
import { ACCESS, type RequestRole } from './access.ts';
import { PASSED_ON, statusSeenFrom } from './level.ts';
import {
  BEGUN,
  isDraft,
  type BegunRequest,
  type OpenRequest,
  type RequestState,
  type SideName,
} from './state.ts';

type PartyName =
  'requesting authority' | 'requesting coordinator' | 'responding authority' | 'responding coordinator';

/** For whom the request waits, and in whose action list it stands (handbook 5.3.9.1); for nobody once it has ended. */
const WAITS_FOR: Readonly<Record<BegunRequest['status'], PartyName | undefined>> = {
  draft: 'requesting authority',
  discarded: undefined,
  requestAwaitingApproval: 'requesting coordinator',
  requestReturned: 'requesting authority',
  awaitingAcceptance: 'responding authority',
  accepted: 'responding authority',
  partiallyAnswered: 'responding authority',
  replyAwaitingApproval: 'responding coordinator',
  replyReturned: 'responding authority',
  replyProvided: 'requesting authority',
  additionalInformationRequested: 'responding authority',
  additionalInformationAccepted: 'responding authority',
  additionalInformationRejected: 'requesting authority',
  referredToRequestingCoordinator: 'requesting coordinator',
  referredToRespondingCoordinator: 'responding coordinator',
  returnedToRespondingAuthority: 'responding authority',
  closed: undefined,
  refused: undefined,
  withdrawn: undefined,
};

/** What lists can say of requests. */
export const LISTED: Listed = {
  parties: [
    'requesting authority', 'requesting coordinator', 'responding authority', 'responding coordinator',
    'involved coordinator', 'authority informed', 'forwarding authority',
  ],
  statuses: [...BEGUN, 'discarded', PASSED_ON],
  late: OVERDUE,
}; // prettier-ignore

/** Whose request it is: both authorities, once it has arrived, and the coordinators chosen for it. */
export function parts(state: RequestState): readonly Part[] {
  if (state.status === 'new') return [];
  if (isDraft(state)) return merged([partOf(state, 'requesting authority', [])]);
  const present = [
    ...sideParts(state, 'requesting', state.responding.authority),
    ...(state.arrived ? sideParts(state, 'responding', state.requesting.authority) : []),
    ...informedParts(state),
  ];
  const gone = state.forwardedBy.filter(({ authority }) =>
    present.every((part) => part.authority !== authority),
  );
  return merged([...present, ...gone.map(({ authority }) => passedOn(state, authority))]);
}

function sideParts(state: OpenRequest, side: SideName, other: string): readonly Part[] {
  const { coordinator } = state[side];
  const authority = partOf(state, `${side} authority`, [other]);
  return coordinator === undefined ? [authority] : [authority, partOf(state, `${side} coordinator`, [other])];
}

/** Who has passed it on finds it again, and has nothing to do in it. */
function passedOn(state: OpenRequest, authority: string): Part {
  return {
    authority,
    parties: ['forwarding authority'],
    status: PASSED_ON,
    since: sinceWhen(state),
    others: [state.requesting.authority],
    isShared: false,
  };
}

function informedParts(state: OpenRequest): readonly Part[] {
  const { arrived, informed = [], requesting, responding } = state;
  if (!arrived) return [];
  return informed.map((authority) => ({
    authority,
    parties: ['authority informed'],
    status: statusSeenFrom(state, 'informed'),
    since: sinceWhen(state),
    others: [requesting.authority, responding.authority],
    isShared: false,
  }));
}

/** By which user role each of them acts (handbook 5.2.2). */
const ACTS: Readonly<Record<PartyName, RequestRole>> = {
  'requesting authority': 'request handler',
  'requesting coordinator': 'referral handler',
  'responding authority': 'request handler',
  'responding coordinator': 'referral handler',
};

function isAuthority(party: PartyName): boolean {
  return party.endsWith('authority');
}

function partOf(state: BegunRequest, party: PartyName, others: readonly string[]): Part {
  const side = party.startsWith('requesting') ? 'requesting' : 'responding';
  const { authority = '', coordinator = '' } = state[side] ?? {};
  const acting = isAuthority(party) ? authority : coordinator;
  return {
    authority: acting,
    parties: [party, ...(isInvolved(state, party, side) ? ['involved coordinator'] : [])],
    status: statusSeenFrom(state, side),
    ...(WAITS_FOR[state.status] === party ? { waitsFor: ACTS[party] } : {}),
    since: sinceWhen(state),
    others,
    ...defined('late', lateIn(state)),
    ...defined('persons', personsOf(state, acting)),
    // Who is linked to a coordinator alone sees nothing of what that one is asked (see `isLinked`).
    isShared: !isDraft(state) && isAuthority(party),
  };
}

/** A coordinator that has been asked to approve or to referee (handbook 9.4). */
function isInvolved({ involved }: BegunRequest, party: PartyName, side: SideName): boolean {
  return !isAuthority(party) && involved.includes(side);
}

/** What the responding side is late with; that it was reminded is its own matter, that it is late is not. */
function lateIn(state: BegunRequest): string | undefined {
  const of = awaited(state);
  return state.reminded.find((one) => one.of === of)?.of;
}

function personsOf(state: BegunRequest, authority: string): readonly string[] | undefined {
  const persons = allocatedTo(state, authority);
  return persons.length === 0 ? undefined : persons;
}

/** When it was sent to the other Member State, and so received there; until then when it was begun. */
function sinceWhen({ history }: BegunRequest): Instant {
  return (history.find(({ type }) => type === 'request.sent') ?? history[0])?.at ?? '';
}

/** An authority that has several parts has one line in a list. */
function merged(all: readonly Part[]): readonly Part[] {
  const lines = new Map<string, Part>();
  for (const part of all) {
    const before = lines.get(part.authority);
    lines.set(part.authority, {
      ...(before ?? part),
      parties: [...(before?.parties ?? []), ...part.parties],
      isShared: part.isShared || before?.isShared === true,
      ...defined('waitsFor', before?.waitsFor ?? part.waitsFor),
    });
  }
  return [...lines.values()];
}

/** Coordinators look into the exchanges of the authorities that are linked to them (handbook 5.3.9.2). */
export function watches(authority: string, directory: Directory): readonly Watched[] {
  return linkedTo(directory, authority, ACCESS);
}
