import { describe, expect, test } from 'vitest';
import { compileAreas } from '../../../schemas/area/compile.ts';
import { areaOf } from '../../testing/areas.ts';
import {
  actor,
  BERLIN,
  BONN,
  handler,
  LISBON,
  MUNICH,
  PARIS,
  PORTO,
  reader,
  STRICT,
} from '../../testing/cast.ts';
import { given } from '../../testing/given.ts';
import { BECAUSE, comment, FIRST_ANSWER } from '../../testing/papers.ts';
import { stations } from '../../testing/stations.ts';

const area = areaOf(compileAreas('schemas/areas'));
const arrived = given({ area }).after(handler(PORTO), 'request.send');
const accepted = arrived.after(handler(BERLIN), 'request.accept', { proposedDeadline: '2027-01-31' });

describe('a request that is forwarded', () => {
  test('waits for acceptance by another authority of the Member State, and the requesting one is told', () => {
    const forwarded = arrived.when(handler(BERLIN), 'request.forward');
    expect(forwarded.outcome).toEqual(['request.forwarded']);
    expect(forwarded.told).toEqual([`request.forwarded > ${PORTO}`, `request.arrived > ${BONN}`]);
    expect(forwarded.open()).toMatchObject({ status: 'awaitingAcceptance', responding: { authority: BONN } });
    expect(forwarded.open().history.at(-1)).toMatchObject({
      to: BONN,
      comment: { text: 'We need to know more.' },
    });
  });

  test('after acceptance discloses nothing to the new authority before it accepts', () => {
    const forwarded = accepted.when(handler(BERLIN), 'request.forward');
    const seen = forwarded.seenBy(reader(BONN, 'request handler'));
    expect(seen).toMatchObject({ level: 'withoutPersonalData', attachments: [{ id: 'doc-1' }] });
    expect(JSON.stringify(seen)).not.toMatch(/Quakenbrink|Xanthippe/);
    expect(forwarded.open()).toMatchObject({ disclosed: false });
    expect(forwarded.open().proposedDeadline).toBeUndefined();
    const again = forwarded.after(handler(BONN), 'request.accept');
    expect(JSON.stringify(again.seenBy(reader(BONN, 'request handler')))).toContain('Quakenbrink');
  });

  test('loses the answers that were entered and not sent', () => {
    const drafted = accepted.after(handler(BERLIN), 'reply.save', { answers: [FIRST_ANSWER], comment: comment('Kappungsgrenze') });
    expect(JSON.stringify(drafted.seenBy(reader(BERLIN, 'request handler')))).toContain('Kappungsgrenze');
    const moved = drafted.after(handler(BERLIN), 'request.forward').after(handler(BONN), 'request.accept');
    for (const authority of [PORTO, BONN, BERLIN])
      expect(JSON.stringify(moved.seenBy(reader(authority, 'request handler')))).not.toContain('Kappungsgrenze');
  }); // prettier-ignore

  test('is no longer the matter of who has forwarded it: it knows that it did, and nothing since', () => {
    const moved = accepted.after(handler(BERLIN), 'request.forward').after(handler(BONN), 'request.accept');
    const seen = moved.seenBy(reader(BERLIN, 'request handler'));
    expect(seen).toMatchObject({ status: 'forwarded', level: 'monitoring', questions: [], attachments: [], responding: { authority: BERLIN } });
    expect(seen?.subject).toBeUndefined();
    expect(seen?.history.map(({ event }) => event)).toEqual(['request.sent', 'request.accepted', 'request.forwarded']);
    expect(moved.offeredTo(handler(BERLIN))).toEqual([]);
    expect(moved.when(handler(BERLIN), 'request.reply').outcome).toEqual(['NOT_ALLOWED /type']);
  }); // prettier-ignore

  test('can come back, and go on and on', () => {
    let story = arrived;
    for (const [from, to] of [[BERLIN, BONN], [BONN, MUNICH], [MUNICH, BERLIN]] as const)
      story = story.after(handler(from), 'request.forward', { to, ...BECAUSE });
    expect(story.open().forwardedBy.map(({ authority }) => authority)).toEqual([BONN, MUNICH]);
    const replied = story.after(handler(BERLIN), 'request.accept').when(handler(BERLIN), 'request.reply');
    expect(replied.outcome).toEqual(['request.replied']);
  }); // prettier-ignore
});

describe('a request cannot be forwarded', () => {
  test.each([
    ['to another Member State', PARIS, 'OTHER_COUNTRY /data/to'],
    ['back to who asks', PORTO, 'OTHER_COUNTRY /data/to'],
    ['to whom it is with', BERLIN, 'ALREADY_RESPONDING /data/to'],
    ['to nobody', 'DE-NOBODY', 'ADDRESSEE_UNKNOWN /data/to'],
  ])('%s', (_, to, refusal) => {
    expect(arrived.when(handler(BERLIN), 'request.forward', { to, ...BECAUSE }).outcome).toEqual([refusal]);
  });

  test('to an authority that may not accept requests, or has no active access', () => {
    for (const settings of [{ flags: { [BONN]: { mayAccept: false } } }, { suspended: [BONN] }])
      expect(arrived.meanwhile({ settings }).when(handler(BERLIN), 'request.forward').outcome).toEqual(['ADDRESSEE_UNKNOWN /data/to']);
  }); // prettier-ignore

  test('once answers have been given, or are with the coordinator', () => {
    const all = stations(area);
    for (const story of [
      all.partiallyAnswered,
      all.replyAwaitingApproval,
      all.replyReturned,
      all.replyProvided,
    ])
      expect(story.when(handler(BERLIN), 'request.forward').outcome).toEqual(['WRONG_STATUS /type']);
  });

  test('by who asks, by a coordinator, by an allocator', () => {
    for (const who of [handler(PORTO), handler(LISBON), handler(BONN), actor(BERLIN, 'allocator')])
      expect(accepted.meanwhile({ settings: STRICT }).when(who, 'request.forward').outcome).toEqual(['NOT_ALLOWED /type']);
  }); // prettier-ignore
});
