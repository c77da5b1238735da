import { describe, expect, test } from 'vitest';
import { compileAreas } from '../../schemas/area/compile.ts';
import type { Effect, Write } from '../kernel/effects.ts';
import { THE_HUB, type Actor, type CaseState, type Recorded } from '../kernel/workflow.ts';
import { areaOf } from '../testing/areas.ts';
import {
  actor,
  BERLIN,
  BONN,
  handler,
  LISBON,
  PARIS,
  person,
  PORTO,
  referee,
  STRICT,
} from '../testing/cast.ts';
import { given, type Story } from '../testing/given.ts';
import { BECAUSE, PAPERS, PARTIAL } from '../testing/papers.ts';
import type { RequestRole } from './access.ts';
import { request } from './index.ts';

/** Who gets which e-mail (handbook 5.3.9.3), written from the handbook and not from the code. */

const area = areaOf(compileAreas('schemas/areas'));
/** The first who act for each authority, and their colleagues. */
const [petra, paulo] = [person(handler(PORTO), 'P-1'), person(handler(PORTO), 'P-2')];
const [bernd, beate] = [person(handler(BERLIN), 'B-1'), person(handler(BERLIN), 'B-2')];
const [lidia, luis] = [person(referee(LISBON), 'L-1'), person(referee(LISBON), 'L-2')];
const nadja = person(referee(BONN), 'N-1');

/** Where nobody has the request in hand: to all who hold the role, or to the allocators of an authority that allocates. */
function toAll(authority: string, template: string, role: RequestRole = 'request handler'): Write {
  return { do: 'write', to: { authority, roles: [role], allocator: 'allocator' }, template };
}

/** To those named. */
function toOnly(authority: string, template: string, ...persons: readonly string[]): Write {
  const role = [LISBON, BONN].includes(authority) ? 'referral handler' : 'request handler';
  return { do: 'write', to: { authority, roles: [role], persons }, template };
}

/** To the contact address of a coordinator alone, or to its allocators. */
function referred(authority: string): Write {
  return { do: 'write', to: { authority, roles: [], allocator: 'allocator' }, template: 'request.referred' };
}

function writesOf({ events, state }: Pick<Story, 'events' | 'state'>): readonly Effect[] {
  // The workflow knows its own events and states; of a story's the compiler does not know that they are.
  const { setsOff }: { setsOff(event: Recorded, now: CaseState): readonly Effect[] } = request;
  return events.flatMap((event) => setsOff(event, state)).filter((effect) => effect.do === 'write');
}

type Line = readonly [string, Actor, string, readonly Write[], unknown?];

/** What each line of a story sets off, one after the other. */
function told(start: Story, lines: readonly Line[]) {
  let story = start;
  return lines.map(([what, who, command, expected, data = PAPERS[command]]) => {
    story = story.after(who, command, data);
    return { what, found: writesOf(story), expected };
  });
}

const LONG_WAY: readonly Line[] = [
  ['a draft: nobody', petra, 'request.save', []],
  ['to be approved: the coordinator', petra, 'request.send', [toAll(LISBON, 'request.awaitsApproval', 'referral handler')]],
  ['returned: who has sent it', lidia, 'request.return', [toOnly(PORTO, 'request.returned', 'P-1')]],
  ['sent again by another: the coordinator who has returned it', paulo, 'request.send', [toOnly(LISBON, 'request.awaitsApproval', 'L-1')]],
  ['approved: the authority asked, and who has sent it last', lidia, 'request.approve', [toAll(BERLIN, 'request.arrived'), toOnly(PORTO, 'request.approved', 'P-2')]],
  ['accepted: who asks', bernd, 'request.accept', [toOnly(PORTO, 'request.accepted', 'P-2')]],
  ['a message of the responding authority: who asks', bernd, 'request.addMessage', [toOnly(PORTO, 'request.messageAdded', 'P-2')]],
  ['a message of the requesting authority: who has accepted', petra, 'request.addMessage', [toOnly(BERLIN, 'request.messageAdded', 'B-1')]],
  ['a draft of a reply: nobody', beate, 'reply.save', []],
  ['a reply to be approved: the coordinator', beate, 'request.reply', [toAll(BONN, 'reply.awaitsApproval', 'referral handler')], PARTIAL],
  ['returned: who has replied', nadja, 'reply.return', [toOnly(BERLIN, 'reply.returned', 'B-2')]],
  ['replied again: the coordinator who has returned it', beate, 'request.reply', [toOnly(BONN, 'reply.awaitsApproval', 'N-1')], PARTIAL],
  ['a partial reply: who has written last', nadja, 'reply.approve', [toOnly(PORTO, 'request.partiallyReplied', 'P-1'), toOnly(BERLIN, 'reply.approved', 'B-2')]],
  ['the rest of it: the coordinator', bernd, 'request.reply', [toOnly(BONN, 'reply.awaitsApproval', 'N-1')]],
  ['a full reply: who has written last', nadja, 'reply.approve', [toOnly(PORTO, 'request.replied', 'P-1'), toOnly(BERLIN, 'reply.approved', 'B-1')]],
  ['more is asked for: who has replied', paulo, 'request.askAdditionalInformation', [toOnly(BERLIN, 'request.additionalInformationRequested', 'B-1')]],
  ['and refused: who has asked for it', beate, 'request.rejectAdditionalInformation', [toOnly(PORTO, 'request.additionalInformationRejected', 'P-2')]],
  ['referred for the first time: no single person, whoever has approved it', petra, 'request.refer', [referred(LISBON)]],
  ['and on to the other coordinator: likewise', luis, 'request.findUnsatisfactory', [toOnly(PORTO, 'request.foundUnsatisfactory', 'P-1'), referred(BONN)]],
  ['back to the responding authority: both', nadja, 'request.findUnsatisfactory', [toOnly(PORTO, 'request.foundUnsatisfactory', 'P-1'), toOnly(BERLIN, 'request.foundUnsatisfactory', 'B-2')]],
  ['refused once more: who has referred it', bernd, 'request.rejectAdditionalInformation', [toOnly(PORTO, 'request.additionalInformationRejected', 'P-1')]],
  ['referred again: who has given the opinion', petra, 'request.refer', [toOnly(LISBON, 'request.referred', 'L-2')]],
  ['found unsatisfactory again: who has given the other opinion', lidia, 'request.findUnsatisfactory', [toOnly(PORTO, 'request.foundUnsatisfactory', 'P-1'), toOnly(BONN, 'request.referred', 'N-1')]],
  ['sent back again: both', nadja, 'request.findUnsatisfactory', [toOnly(PORTO, 'request.foundUnsatisfactory', 'P-1'), toOnly(BERLIN, 'request.foundUnsatisfactory', 'B-1')]],
  ['more will be provided: who has referred it', beate, 'request.acceptAdditionalInformation', [toOnly(PORTO, 'request.additionalInformationAccepted', 'P-1')]],
  ['the additional information: the coordinator', beate, 'request.reply', [toOnly(BONN, 'reply.awaitsApproval', 'N-1')], PARTIAL],
  ['approved: both', nadja, 'reply.approve', [toOnly(PORTO, 'request.replied', 'P-1'), toOnly(BERLIN, 'reply.approved', 'B-2')]],
  ['corrected: the responding authority', paulo, 'request.correct', [toOnly(BERLIN, 'request.corrected', 'B-2')]],
  ['closed: the responding authority, and the coordinators that had a part in it', petra, 'request.close', [toOnly(BERLIN, 'request.closed', 'B-2'), toOnly(LISBON, 'request.closed', 'L-1'), toOnly(BONN, 'request.closed', 'N-1')]],
]; // prettier-ignore

describe('from the draft to the end, approved and referred twice', () => {
  test.each(told(given({ area, settings: STRICT }), LONG_WAY))('$what', ({ found, expected }) => {
    expect(found).toEqual(expected);
  });
});

const sent = given({ area }).after(petra, 'request.send');
const accepted = sent.after(bernd, 'request.accept');
const rejected = accepted
  .after(bernd, 'request.reply')
  .after(petra, 'request.askAdditionalInformation')
  .after(bernd, 'request.rejectAdditionalInformation');
const refereed = rejected
  .after(petra, 'request.refer')
  .after(luis, 'request.findUnsatisfactory')
  .after(nadja, 'request.findUnsatisfactory');
const mayRefuse = { flags: { [BERLIN]: { mayRefuse: true } } };
const alone = { flags: { [BONN]: { participatesInReferral: false } } };

/** What happens once in a request only, each where it happens. */
const SIDE_WAYS: readonly (readonly [Story, Line])[] = [
  [given({ area }), ['sent without approval: the authority asked', petra, 'request.send', [toAll(BERLIN, 'request.arrived')]]],
  [sent.meanwhile({ settings: mayRefuse }), ['refused: who has sent it', bernd, 'request.refuse', [toOnly(PORTO, 'request.refused', 'P-1')]]],
  [accepted, ['forwarded: who asks, and the next authority', beate, 'request.forward', [toOnly(PORTO, 'request.forwarded', 'P-1'), toAll(BONN, 'request.arrived')]]],
  [accepted.after(beate, 'request.forward'), ['forwarded back: it is a new one for all of them', person(handler(BONN), 'N-2'), 'request.forward', [toOnly(PORTO, 'request.forwarded', 'P-1'), toAll(BERLIN, 'request.arrived')], { to: BERLIN, ...BECAUSE }]],
  [accepted, ['split: who asks', bernd, 'request.split', [toOnly(PORTO, 'request.partiallyForwarded', 'P-1')]]],
  [given({ area }), ['what was split off: the other authority, and all who ask', THE_HUB, 'request.openPart', [toAll(BERLIN, 'request.arrived'), toAll(PORTO, 'request.splitOff')]]],
  [accepted, ['a partial reply without approval: who asks', bernd, 'request.reply', [toOnly(PORTO, 'request.partiallyReplied', 'P-1')], PARTIAL]],
  [accepted, ['a full reply without approval: who asks', bernd, 'request.reply', [toOnly(PORTO, 'request.replied', 'P-1')]]],
  [rejected.after(petra, 'request.refer'), ['found satisfactory: both authorities', luis, 'request.findSatisfactory', [toOnly(PORTO, 'request.foundSatisfactory', 'P-1'), toOnly(BERLIN, 'request.foundSatisfactory', 'B-1')]]],
  [rejected.meanwhile({ settings: alone }).after(petra, 'request.refer').after(luis, 'request.findUnsatisfactory'), ['upheld: who asks, and the coordinator that had a part in it', bernd, 'request.uphold', [toOnly(PORTO, 'request.upheld', 'P-1'), toOnly(LISBON, 'request.upheld', 'L-2')]]],
  [accepted, ['withdrawn: who has accepted', paulo, 'request.withdraw', [toOnly(BERLIN, 'request.withdrawn', 'B-1')]]],
  [refereed, ['withdrawn after a referral: the coordinators, too', paulo, 'request.withdraw', [toOnly(BERLIN, 'request.withdrawn', 'B-1'), toOnly(LISBON, 'request.withdrawn', 'L-2'), toOnly(BONN, 'request.withdrawn', 'N-1')]]],
  [sent, ['corrected before acceptance: nobody abroad', petra, 'request.correct', []]],
  [sent, ['a copy: nobody but who has had it made, who knows', petra, 'request.copy', []]],
  [accepted, ['a report: nobody, it is a message', petra, 'report.order', []]],
]; // prettier-ignore

describe('on the other ways', () => {
  test.each(SIDE_WAYS.flatMap(([story, line]) => told(story, [line])))('$what', ({ found, expected }) => {
    expect(found).toEqual(expected);
  });
});

describe('that it waits too long', () => {
  const overdue = { at: '2026-12-10T08:00:00.000Z' };

  test('is written to the authority, and later to its coordinators, by whoever has it in hand', () => {
    const first = sent.meanwhile(overdue).when(THE_HUB, 'request.remind');
    expect(writesOf(first)).toEqual([toAll(BERLIN, 'request.acceptanceOverdue')]);
    const later = first.when(THE_HUB, 'request.remind', { of: 'acceptance', stage: 'coordinator' });
    expect(writesOf(later)).toEqual([toAll(BONN, 'request.acceptanceOverdue', 'referral handler')]);
    const late = accepted.meanwhile({ at: '2027-01-02T08:00:00.000Z' });
    const reply = late.when(THE_HUB, 'request.remind', { of: 'reply', stage: 'authority' });
    expect(writesOf(reply)).toEqual([toOnly(BERLIN, 'request.replyOverdue', 'B-1')]);
  });
});

function since(story: Story): readonly Effect[] {
  return writesOf(story.when(petra, 'request.correct'));
}

const usesAllocation = true;
const allocating = {
  flags: {
    [PORTO]: { usesAllocation },
    [BERLIN]: { usesAllocation },
    [LISBON]: { usesAllocation },
    [BONN]: { usesAllocation },
  },
};

function allocator(authority: string): Actor {
  return person(actor(authority, 'allocator'), 'A-1');
}

const ALLOCATED: readonly Line[] = [
  ['a new request: the allocators', petra, 'request.send', [toAll(BERLIN, 'request.arrived')]],
  ['allocated: those to whom it is', allocator(BERLIN), 'request.allocate', [toOnly(BERLIN, 'request.allocatedNew', 'B-1', 'B-2')], { persons: ['B-1', 'B-2'] }],
  ['corrected: nobody, it is not disclosed yet', petra, 'request.correct', []],
  ['accepted: who has begun it', bernd, 'request.accept', [toOnly(PORTO, 'request.accepted', 'P-1')]],
  ['allocated to more: those who are new to it', allocator(BERLIN), 'request.allocate', [toOnly(BERLIN, 'request.allocated', 'B-3')], { persons: ['B-1', 'B-2', 'B-3'] }],
  ['a message: who has acted last, not who has allocated it', petra, 'request.addMessage', [toOnly(BERLIN, 'request.messageAdded', 'B-1')]],
  ['taken from somebody: nobody', allocator(BERLIN), 'request.allocate', [], { persons: ['B-1', 'B-2'] }],
  ['replied: who asks', beate, 'request.reply', [toOnly(PORTO, 'request.replied', 'P-1')]],
  ['more is asked for: who has replied', petra, 'request.askAdditionalInformation', [toOnly(BERLIN, 'request.additionalInformationRequested', 'B-2')]],
  ['and refused: who has asked for it', beate, 'request.rejectAdditionalInformation', [toOnly(PORTO, 'request.additionalInformationRejected', 'P-1')]],
  ['referred for the first time: the allocators of the coordinator', petra, 'request.refer', [referred(LISBON)]],
  ['allocated there: those to whom it is', allocator(LISBON), 'request.allocate', [toOnly(LISBON, 'request.allocatedReferral', 'L-1')], { persons: ['L-1'] }],
  ['referred on: the allocators of the other coordinator', lidia, 'request.findUnsatisfactory', [toOnly(PORTO, 'request.foundUnsatisfactory', 'P-1'), referred(BONN)]],
  ['allocated there: those to whom it is', allocator(BONN), 'request.allocate', [toOnly(BONN, 'request.allocatedReferral', 'N-1')], { persons: ['N-1'] }],
  ['found satisfactory: both authorities and the other coordinator', nadja, 'request.findSatisfactory', [toOnly(PORTO, 'request.foundSatisfactory', 'P-1'), toOnly(BERLIN, 'request.foundSatisfactory', 'B-2'), toOnly(LISBON, 'request.foundSatisfactory', 'L-1')]],
]; // prettier-ignore

describe('where everybody allocates', () => {
  test.each(told(given({ area, settings: allocating }), ALLOCATED))('$what', ({ found, expected }) => {
    expect(found).toEqual(expected);
  });

  test('before somebody has acted it is written to all to whom it is allocated', () => {
    const settings = { flags: { [BERLIN]: { usesAllocation } } };
    const allocated = given({ area, settings })
      .after(petra, 'request.send')
      .after(allocator(BERLIN), 'request.allocate', { persons: ['B-1', 'B-2'] });
    expect(writesOf(allocated.when(petra, 'request.withdraw'))).toEqual([
      toOnly(BERLIN, 'request.withdrawn', 'B-1', 'B-2'),
    ]);
  });

  test('a first referral is for the allocators, whoever has dealt with an approval there', () => {
    const allocated = rejected
      .meanwhile({ settings: { flags: { [LISBON]: { usesAllocation } } } })
      .after(allocator(LISBON), 'request.allocate', { persons: ['L-2'] });
    expect(writesOf(allocated.when(petra, 'request.refer'))).toEqual([referred(LISBON)]);
  });

  test('what comes back by being forwarded is for the allocators, whoever has dealt with it before', () => {
    const before = given({ area, settings: allocating })
      .after(petra, 'request.send')
      .after(allocator(BERLIN), 'request.allocate', { persons: ['B-1'] });
    const away = before.after(bernd, 'request.forward').after(allocator(BONN), 'request.allocate', { persons: ['N-1'] });
    const back = away.when(person(handler(BONN), 'N-1'), 'request.forward', { to: BERLIN, ...BECAUSE });
    expect(writesOf(back)).toEqual([toOnly(PORTO, 'request.forwarded', 'P-1'), toAll(BERLIN, 'request.arrived')]);
    expect(back.open().allocations.map(({ authority }) => authority)).toEqual([PORTO]);
    expect(back.when(bernd, 'request.accept').outcome).toEqual(['NOT_ALLOCATED /type']);
  }); // prettier-ignore

  test('what was corrected is told to whoever has accepted it, and has passed it on since', () => {
    const forwarded = accepted.after(bernd, 'request.forward');
    expect(since(forwarded)).toEqual([toOnly(BERLIN, 'request.correctedSince', 'B-1')]);
    const nina = person(handler(BONN), 'N-1');
    const back = forwarded.after(nina, 'request.forward', { to: BERLIN, ...BECAUSE });
    expect(since(back)).toEqual([toOnly(BERLIN, 'request.correctedSince', 'B-1')]);
    expect(since(back.after(bernd, 'request.forward'))).toEqual([toOnly(BERLIN, 'request.correctedSince', 'B-1')]);
    expect(since(back.after(bernd, 'request.accept'))).toEqual([toOnly(BERLIN, 'request.corrected', 'B-1')]);
    expect(since(sent.after(bernd, 'request.forward'))).toEqual([]);
  }); // prettier-ignore
});

test('where a system acts, and no person is known, it is written to all who could', () => {
  const plain = given({ area }).after(handler(PORTO), 'request.send');
  expect(writesOf(plain.when(handler(BERLIN), 'request.accept'))).toEqual([toAll(PORTO, 'request.accepted')]);
});

test('nobody who has no part in it is written to', () => {
  const everything = [...told(given({ area, settings: STRICT }), LONG_WAY), ...told(given({ area, settings: allocating }), ALLOCATED)]; // prettier-ignore
  expect(JSON.stringify(everything.map(({ found }) => found))).not.toContain(PARIS);
});
