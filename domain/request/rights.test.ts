import { describe, expect, test } from 'vitest';
import { compileAreas } from '../../schemas/area/compile.ts';
import type { RequestRole } from './access.ts';
import { HUB } from '../kernel/message.ts';
import { byOf, THE_HUB, type Actor } from '../kernel/workflow.ts';
import { areaOf } from '../testing/areas.ts';
import {
  actor,
  BERLIN,
  BONN,
  BRAGA,
  directoryWith,
  handler,
  LISBON,
  LYON,
  MUNICH,
  PARIS,
  PORTO,
  reader,
  STRICT,
} from '../testing/cast.ts';
import { given, type Story } from '../testing/given.ts';
import { stations } from '../testing/stations.ts';
import { request } from './index.ts';

const area = areaOf(compileAreas('schemas/areas'));
/** Braga and Munich are linked, too, and have not been chosen for this exchange. */
const linked = { settings: { ...STRICT, links: { [PORTO]: [LISBON, BRAGA], [BERLIN]: [BONN, MUNICH] } } };
const all = Object.entries(stations(area)).map(([name, story]) => [name, story.meanwhile(linked)] as const);
const ROLES: readonly RequestRole[] = ['request viewer', 'request handler', 'allocator', 'referral handler'];

/** Who may what and when, written from the handbook and not from the code. */
const HANDBOOK = `
request.save                         5.3.1         requesting authority: handler                     new draft
request.discard                      5.3.1         requesting authority: handler                     draft
request.forgetDraft                  10            the hub: hub                                      draft
request.send                         5.3.1, 5.3.7  requesting authority: handler                     new draft returned-request
request.approve                      5.3.7         requesting coordinator: referee                   approval-of-request
request.return                       5.3.7         requesting coordinator: referee                   approval-of-request
request.accept                       5.3.2.1       responding authority: handler                     arrived
request.refuse                       5.3.2.1       responding authority: handler                     arrived
request.forward                      5.3.2.3       responding authority: handler                     arrived accepted
request.changeCoordinator            5.3.2.1       requesting authority: handler, responding authority: handler   approved
request.addMessage                   5.3.2.2       requesting authority: handler, responding authority: handler   accepted partly approval-of-reply returned-reply more-agreed
request.split                        5.3.2.4       responding authority: handler                     arrived accepted
request.openPart                     5.3.2.4       the hub: hub                                      new
request.copy                         5.3.8         requesting authority: handler, responding authority: handler   draft running ended
request.openCopy                     5.3.8         the hub: hub                                      new
request.correct                      K3            requesting authority: handler                     approved ended
request.allocate                     5.3.5         requesting authority: allocator, responding authority: allocator, requesting coordinator: allocator, responding coordinator: allocator   draft running ended
reply.save                           5.3.2.3       responding authority: handler                     accepted partly returned-reply more-agreed
request.reply                        5.3.2.2       responding authority: handler                     accepted partly returned-reply more-agreed
reply.approve                        5.3.7         responding coordinator: referee                   approval-of-reply
reply.return                         5.3.7         responding coordinator: referee                   approval-of-reply
request.askAdditionalInformation     5.3.4.1       requesting authority: handler                     answered more-declined
request.acceptAdditionalInformation  5.3.4.2       responding authority: handler                     more-asked sent-back
request.rejectAdditionalInformation  5.3.4.2       responding authority: handler                     more-asked sent-back
request.refer                        5.3.6         requesting authority: handler                     more-declined
request.findUnsatisfactory           5.3.6         requesting coordinator asked: referee, responding coordinator asked: referee   referral-1 referral-2
request.findSatisfactory             5.3.6         requesting coordinator asked: referee, responding coordinator asked: referee   referral-1 referral-2
request.uphold                       5.3.6         responding authority: handler                     sent-back more-asked
request.close                        5.3.3         requesting authority: handler                     answered more-declined
request.withdraw                     E13           requesting authority: handler                     running
request.remind                       E15           the hub: hub                                      arrived accepted partly approval-of-reply returned-reply
report.order                         5.3.10        requesting authority: handler viewer allocator, responding authority: handler viewer allocator, requesting coordinator: referee viewer allocator, responding coordinator: referee viewer allocator, coordinator linked to the requesting authority: referee viewer allocator, coordinator linked to the responding authority: referee viewer allocator, authority informed: viewer   draft running ended
dossier.order                        5.3.10        requesting authority: handler viewer allocator, responding authority: handler viewer allocator, requesting coordinator: referee viewer allocator, responding coordinator: referee viewer allocator, coordinator linked to the requesting authority: referee viewer allocator, coordinator linked to the responding authority: referee viewer allocator, authority informed: viewer   draft running ended
report.issue                         5.3.10        the hub: hub                                      draft discarded running ended
report.extend                        5.3.10        the hub: hub                                      draft discarded running ended
case.ask                             design        the hub: hub                                      draft discarded running ended
content.erase                        10            the hub: hub                                      discarded ended
`;

const STATIONS = {
  new: 'new',
  'approval-of-request': 'requestAwaitingApproval',
  'returned-request': 'requestReturned',
  arrived: 'awaitingAcceptance',
  accepted: 'accepted',
  partly: 'partiallyAnswered',
  'approval-of-reply': 'replyAwaitingApproval',
  'returned-reply': 'replyReturned',
  answered: 'replyProvided',
  'more-asked': 'additionalInformationRequested',
  'more-agreed': 'additionalInformationAccepted',
  'more-declined': 'additionalInformationRejected',
  'referral-1': 'referredToRequestingCoordinator',
  'referral-2': 'referredToRespondingCoordinator',
  'sent-back': 'returnedToRespondingAuthority',
  running:
    'requestAwaitingApproval requestReturned awaitingAcceptance accepted partiallyAnswered replyAwaitingApproval replyReturned replyProvided additionalInformationRequested additionalInformationAccepted additionalInformationRejected referredToRequestingCoordinator referredToRespondingCoordinator returnedToRespondingAuthority',
  approved:
    'awaitingAcceptance accepted partiallyAnswered replyAwaitingApproval replyReturned replyProvided additionalInformationRequested additionalInformationAccepted additionalInformationRejected referredToRequestingCoordinator referredToRespondingCoordinator returnedToRespondingAuthority',
  ended: 'closed refused withdrawn',
} as const;

const WORDS = new Map<string, string>([
  ['handler', 'request handler'],
  ['viewer', 'request viewer'],
  ['referee', 'referral handler'],
]);

function readHandbook() {
  const stationWords = new Map<string, string>(Object.entries(STATIONS));
  return HANDBOOK.trim().split('\n').map((line) => {
    const [name = '', , who = '', when = ''] = line.split(/ {2,}| {3,}/);
    const by = who.split(', ').flatMap((grant) => {
      const [party = '', roles = ''] = grant.split(': ');
      return roles.split(' ').map((role) => `${WORDS.get(role) ?? role} of ${party}`);
    });
    return { name, by: by.toSorted(), when: when.split(' ').flatMap((word) => (stationWords.get(word) ?? word).split(' ')).toSorted() };
  });
} // prettier-ignore

test('the declarations say what the handbook says', () => {
  const declared = request.commands.map(({ name, by, when }) => ({
    name,
    by: by.map(({ role, party }) => `${role} of ${party}`).toSorted(),
    when: [...when].toSorted(),
  }));
  expect(declared).toEqual(readHandbook());
});

/** As what an authority takes part at a station: from the stories, not from the code. */
function partiesAt(story: Story, authority: string): readonly string[] {
  const { status, arrived, responding } = story.begun();
  const asked = (side: string) =>
    status === `referredTo${side}Coordinator` ? [`${side.toLowerCase()} coordinator asked`] : [];
  if (authority === PORTO) return ['requesting authority'];
  if (status === 'draft' || status === 'discarded') return authority === HUB ? ['the hub'] : [];
  if (authority === LISBON) return ['requesting coordinator', ...asked('Requesting')];
  if (authority === BERLIN && arrived) return ['responding authority'];
  if (authority === BRAGA) return ['coordinator linked to the requesting authority'];
  if (authority === BONN && responding?.coordinator !== undefined)
    return ['responding coordinator', ...asked('Responding')];
  // Before acceptance no coordinator has been chosen yet.
  if ([BONN, MUNICH].includes(authority) && arrived)
    return ['coordinator linked to the responding authority'];
  return authority === HUB ? ['the hub'] : [];
}

function judgement(story: Story, name: string, who: Actor): string {
  const command = request.commands.find((one) => one.name === name);
  const parties = partiesAt(story, byOf(who).by);
  if (command === undefined || parties.length === 0) return 'CASE_UNKNOWN';
  const isGranted = command.by.some(
    ({ party, role }) =>
      parties.includes(party) && (who.kind === 'authority' ? who.roles.includes(role) : role === who.kind),
  );
  if (!isGranted) return 'NOT_ALLOWED';
  return command.when.some((status) => status === story.state.status) ? 'granted' : 'WRONG_STATUS';
}

function verdict(story: Story, name: string, who: Actor): string {
  const [code = ''] = story.when(who, name).outcome[0]?.split(' ') ?? [];
  return ['CASE_UNKNOWN', 'NOT_ALLOWED', 'WRONG_STATUS'].includes(code) ? code : 'granted';
}

const EVERYBODY: readonly Actor[] = [
  ...[PORTO, LISBON, BRAGA, BERLIN, BONN, MUNICH, PARIS, LYON].flatMap((authority) =>
    ROLES.map((role) => actor(authority, role)),
  ),
  actor(PORTO),
  actor(BERLIN, ...ROLES),
  THE_HUB,
];

const OPENING = new Set(['request.openPart', 'request.openCopy']);

describe('at every station, to every party, in every role', () => {
  test.each(request.commands.map(({ name }) => name))('%s is granted exactly as declared', (name) => {
    const cells = all.flatMap(([, story]) =>
      EVERYBODY.map((who) => ({
        at: `${story.state.status}, ${byOf(who).by}, ${who.kind === 'authority' ? who.roles.join('+') : ''}`,
        expected: judgement(story, name, who),
        found: verdict(story, name, who),
      })),
    );
    expect(cells.filter(({ expected, found }) => expected !== found)).toEqual([]);
    const found = cells.map((cell) => cell.found);
    // What opens a case is not given on one that there is.
    const possible = OPENING.has(name)
      ? ['NOT_ALLOWED', 'CASE_UNKNOWN']
      : ['granted', 'NOT_ALLOWED', 'CASE_UNKNOWN'];
    for (const word of possible) expect(found).toContain(word);
  });
});

test('a stranger does not learn that a case exists, whatever it tries', () => {
  for (const [, story] of all)
    for (const { name } of request.commands)
      expect(story.when(handler(PARIS), name).outcome).toEqual(['CASE_UNKNOWN /subject']);
});

test('a refusal says who may give the command', () => {
  const [fault] = given({ area }).after(handler(PORTO), 'request.send').when(handler(PORTO), 'request.accept').faults;
  expect(fault?.facts).toEqual({ command: 'request.accept', by: 'request handler of the responding authority' });
}); // prettier-ignore

test('the status that is told is the one that is shown, to linked coordinators, too', () => {
  const directory = directoryWith(linked.settings);
  for (const [, story] of all)
    for (const authority of [PORTO, LISBON, BRAGA, BERLIN, BONN, MUNICH]) {
      const seen = story.seenBy(reader(authority, 'referral handler'));
      const told = request.statusFor(story.begun(), authority, directory);
      expect(seen?.status ?? told).toBe(told);
    }
});

test('no refusal tells the asking side that a reply is held', () => {
  const held = all.filter(([status]) => status.startsWith('replyA') || status === 'replyReturned');
  expect(held).toHaveLength(2);
  for (const [, story] of held) {
    const [fault] = story.when(handler(PORTO), 'request.close').faults;
    expect(fault?.facts).toEqual({ command: 'request.close', status: 'accepted' });
    const [atHome] = story.when(handler(BERLIN), 'request.accept').faults;
    expect(atHome?.facts).toEqual({ command: 'request.accept', status: story.state.status });
  }
});
