import { describe, expect, test } from 'vitest';
import { compileAreas } from '../../../schemas/area/compile.ts';
import { areaOf } from '../../testing/areas.ts';
import { THE_HUB } from '../../kernel/workflow.ts';
import { BERLIN, BONN, handler, MUNICH, PORTO, reader, referee, STRICT } from '../../testing/cast.ts';
import { CALENDAR } from '../../testing/calendar.ts';
import { given, isBegun, type Story } from '../../testing/given.ts';
import { aRequest, PARTIAL } from '../../testing/papers.ts';
import { stations } from '../../testing/stations.ts';
import { request } from '../index.ts';

const area = areaOf(compileAreas('schemas/areas'));
const arrived = given({ area }).after(handler(PORTO), 'request.send');

function due(story: Story) {
  if (!isBegun(story.state)) return [];
  return request
    .due(story.state, { area, calendar: CALENDAR })
    .filter(({ command }) => command === 'request.remind')
    .map(({ at, data }) => `${at} ${Object.values(Object(data)).join(' ')}`);
}

describe('a request that nobody accepts', () => {
  test('is told of after seven days to the authority, and after seven more to its coordinators', () => {
    expect(due(arrived)).toEqual([
      '2026-11-28T09:30:00.000Z acceptance authority',
      '2026-12-05T09:30:00.000Z acceptance coordinator',
    ]);
    const first = arrived.when(THE_HUB, 'request.remind', { of: 'acceptance', stage: 'authority' });
    expect(first.told).toEqual([`request.acceptanceOverdue > ${BERLIN}`]);
    expect(due(first)).toEqual(['2026-12-05T09:30:00.000Z acceptance coordinator']);
    const both = first.meanwhile({ settings: { links: { [BERLIN]: [BONN, MUNICH] } } });
    const second = both.when(THE_HUB, 'request.remind', { of: 'acceptance', stage: 'coordinator' });
    expect(second.told).toEqual([
      `request.acceptanceOverdue > ${BONN}`,
      `request.acceptanceOverdue > ${MUNICH}`,
    ]);
    expect(due(second)).toEqual([]);
  });

  test('begins its seven days anew where it is forwarded', () => {
    const late = arrived.after(THE_HUB, 'request.remind').meanwhile({ at: '2026-12-01T12:00:00.000Z' });
    expect(due(late.after(handler(BERLIN), 'request.forward'))).toEqual([
      '2026-12-08T12:00:00.000Z acceptance authority',
      '2026-12-15T12:00:00.000Z acceptance coordinator',
    ]);
  });

  test('begins them when it has been approved, and not before', () => {
    const waiting = given({ area, settings: STRICT }).after(handler(PORTO), 'request.send');
    expect(due(waiting)).toEqual([]);
    const approved = waiting.meanwhile({ at: '2026-11-24T08:00:00.000Z' }).after(referee('PT-COORD'), 'request.approve');
    expect(due(approved)[0]).toBe('2026-12-01T08:00:00.000Z acceptance authority');
  }); // prettier-ignore
});

describe('a reply that does not come', () => {
  const accepted = arrived.after(handler(BERLIN), 'request.accept');

  test('is told of when the whole of the agreed day is over', () => {
    expect(due(accepted)).toEqual([
      '2027-01-01T00:00:00.000Z reply authority',
      '2027-01-08T00:00:00.000Z reply coordinator',
    ]);
    const later = arrived.after(handler(BERLIN), 'request.accept', { proposedDeadline: '2027-01-31' });
    expect(due(later)[0]).toBe('2027-02-01T00:00:00.000Z reply authority');
    const reminded = accepted.when(THE_HUB, 'request.remind', { of: 'reply', stage: 'coordinator' });
    expect(reminded.told).toEqual([`request.replyOverdue > ${BONN}`]);
  });

  test('is not waited for where no day was named', () => {
    const { deadline: _, ...open } = aRequest();
    const workflows = new Map([['request', { justification: 'required', deadline: 'optional' }]]);
    const sent = given({ area: { ...area, workflows } }).after(handler(PORTO), 'request.send', open);
    expect(due(sent.after(handler(BERLIN), 'request.accept'))).toEqual([]);
  });

  test('is still waited for while only a part has come, or the coordinator has it', () => {
    const all = stations(area);
    for (const story of [all.partiallyAnswered, all.replyAwaitingApproval, all.replyReturned])
      expect(due(story)).toHaveLength(2);
    for (const story of [
      all.replyProvided,
      all.additionalInformationRequested,
      all.closed,
      all.withdrawn,
      all.draft,
    ])
      expect(due(story)).toEqual([]);
  });
});

test('a reminder is a matter of the house: it makes no command stale, and the other side does not see it', () => {
  const reminded = arrived.after(THE_HUB, 'request.remind');
  expect(reminded.state.version).toBe(arrived.state.version);
  expect(reminded.seenBy(reader(PORTO, 'request handler'))).toEqual(
    arrived.seenBy(reader(PORTO, 'request handler')),
  );
  expect(reminded.seenBy(reader(BERLIN, 'request handler'))?.history.at(-1)?.event).toBe('request.reminded');
});

test('nobody is told of a coordinator that there is not', () => {
  const alone = arrived.meanwhile({ settings: { links: { [BERLIN]: [] } } });
  expect(alone.when(THE_HUB, 'request.remind', { of: 'acceptance', stage: 'coordinator' }).told).toEqual([]);
});

test('only the clock reminds', () => {
  expect(arrived.when(handler(BERLIN), 'request.remind').outcome).toEqual(['NOT_ALLOWED /type']);
});

test('that an additional reply is held makes nothing late, and shows to nobody', () => {
  const late = { at: '2027-01-20T09:00:00.000Z' };
  const all = stations(area);
  const held = all.additionalInformationAccepted
    .meanwhile(late)
    .after(handler(BERLIN), 'request.reply', PARTIAL);
  expect(due(held)).toEqual([]);
  expect(due(all.replyAwaitingApproval)).toHaveLength(2);
});
