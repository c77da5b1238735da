import { describe, expect, test } from 'vitest';
import { compileAreas } from '../../../schemas/area/compile.ts';
import { areaOf } from '../../testing/areas.ts';
import { BERLIN, BONN, handler, LISBON, PORTO, referee, type Settings } from '../../testing/cast.ts';
import { given, type Story } from '../../testing/given.ts';
import { comment } from '../../testing/papers.ts';

/** The referral procedure in its four settings, each to every end (handbook 5.3.6). */

const MORE = { comment: comment('We have looked again.') };
const area = areaOf(compileAreas('schemas/areas'));

function whoTakesPart(requesting: boolean, responding: boolean): Settings {
  return {
    flags: {
      [LISBON]: { participatesInReferral: requesting },
      [BONN]: { participatesInReferral: responding },
    },
  };
}

/** Asked, answered, asked for more, declined. */
function declined(settings: Settings): Story {
  return given({ area, settings })
    .after(handler(PORTO), 'request.send')
    .after(handler(BERLIN), 'request.accept')
    .after(handler(BERLIN), 'request.reply')
    .after(handler(PORTO), 'request.askAdditionalInformation')
    .after(handler(BERLIN), 'request.rejectAdditionalInformation');
}

/** What can be done whatever the referral has come to. */
const ANYTIME = /\.order$|copy|changeCoordinator/;

function commandsOf(story: Story): readonly string[] {
  return story.offeredTo(handler(BERLIN)).filter((name) => !ANYTIME.test(name));
}

/** With agreement it goes on to another reply, and may be closed. */
function endsWithAnotherReply(returned: Story): string {
  return returned
    .after(handler(BERLIN), 'request.acceptAdditionalInformation')
    .after(handler(BERLIN), 'request.reply', MORE)
    .after(handler(PORTO), 'request.close').state.status;
}

describe('only the requesting coordinator takes part', () => {
  const referred = declined(whoTakesPart(true, false)).when(handler(PORTO), 'request.refer');

  test('it is asked for its opinion', () => {
    expect([referred.state.status, referred.told]).toEqual(['referredToRequestingCoordinator', [`request.referred > ${LISBON}`]]);
    expect(referred.offeredTo(referee(BONN))).not.toContain('request.findSatisfactory');
    expect(referred.when(referee(BONN), 'request.findSatisfactory').outcome).toEqual(['NOT_ALLOWED /type']);
  }); // prettier-ignore

  test('satisfactory: the request is closed', () => {
    const closed = referred.when(referee(LISBON), 'request.findSatisfactory');
    expect(closed.state.status).toBe('closed');
    expect(closed.told).toEqual([
      `request.foundSatisfactory > ${PORTO}`,
      `request.foundSatisfactory > ${BERLIN}`,
    ]);
  });

  describe('unsatisfactory: back to the responding authority', () => {
    const returned = referred.when(referee(LISBON), 'request.findUnsatisfactory');

    test('which learns the opinion', () => {
      expect(returned.state.status).toBe('returnedToRespondingAuthority');
      expect(returned.told).toEqual([
        `request.foundUnsatisfactory > ${PORTO}`,
        `request.foundUnsatisfactory > ${BERLIN}`,
      ]);
      expect(commandsOf(returned)).toEqual(['request.acceptAdditionalInformation', 'request.uphold']);
    });

    test('which reconsiders', () => {
      expect(endsWithAnotherReply(returned)).toBe('closed');
    });

    test('which upholds its position and closes', () => {
      const upheld = returned.when(handler(BERLIN), 'request.uphold');
      expect([upheld.state.status, upheld.told]).toEqual([
        'closed',
        [`request.upheld > ${PORTO}`, `request.upheld > ${LISBON}`],
      ]);
    });
  });
});

describe('only the responding coordinator takes part', () => {
  const referred = declined(whoTakesPart(false, true)).when(handler(PORTO), 'request.refer');

  test('it is asked directly', () => {
    expect([referred.state.status, referred.told]).toEqual(['referredToRespondingCoordinator', [`request.referred > ${BONN}`]]);
    expect(referred.when(referee(LISBON), 'request.findSatisfactory').outcome).toEqual(['NOT_ALLOWED /type']);
  }); // prettier-ignore

  test('satisfactory: the request is closed', () => {
    expect(referred.when(referee(BONN), 'request.findSatisfactory').state.status).toBe('closed');
  });

  describe('unsatisfactory: back to the responding authority', () => {
    const returned = referred.when(referee(BONN), 'request.findUnsatisfactory');

    test('which reconsiders', () => {
      expect(returned.state.status).toBe('returnedToRespondingAuthority');
      expect(endsWithAnotherReply(returned)).toBe('closed');
    });

    test('which maintains its position, and then the referral starts again', () => {
      const again = returned
        .after(handler(BERLIN), 'request.rejectAdditionalInformation')
        .when(handler(PORTO), 'request.refer');
      expect([again.state.status, again.told]).toEqual(['referredToRespondingCoordinator', [`request.referred > ${BONN}`]]);
    }); // prettier-ignore

    test('which cannot close against its own coordinator', () => {
      expect(returned.when(handler(BERLIN), 'request.uphold').outcome).toEqual(['UPHOLD_NOT_POSSIBLE /type']);
      expect(commandsOf(returned)).not.toContain('request.uphold');
    });
  });
});

describe('both coordinators take part', () => {
  const referred = declined(whoTakesPart(true, true)).when(handler(PORTO), 'request.refer');
  const onward = referred.when(referee(LISBON), 'request.findUnsatisfactory');
  const returned = onward.when(referee(BONN), 'request.findUnsatisfactory');

  test('first the requesting one is asked, and if it agrees the responding one', () => {
    expect(referred.told).toEqual([`request.referred > ${LISBON}`]);
    expect(onward.state.status).toBe('referredToRespondingCoordinator');
    expect(onward.told).toEqual([`request.foundUnsatisfactory > ${PORTO}`, `request.referred > ${BONN}`]);
    expect(onward.when(referee(LISBON), 'request.findSatisfactory').outcome).toEqual(['NOT_ALLOWED /type']);
  });

  test('either of them may find it satisfactory, which closes the request', () => {
    expect(referred.when(referee(LISBON), 'request.findSatisfactory').state.status).toBe('closed');
    expect(onward.when(referee(BONN), 'request.findSatisfactory').state.status).toBe('closed');
  });

  test('both find it unsatisfactory: the responding authority reconsiders', () => {
    expect(returned.state.status).toBe('returnedToRespondingAuthority');
    expect(endsWithAnotherReply(returned)).toBe('closed');
  });

  test('or maintains its position, and the referral starts again with the first', () => {
    const again = returned.after(handler(BERLIN), 'request.rejectAdditionalInformation');
    expect(again.when(handler(PORTO), 'request.refer').told).toEqual([`request.referred > ${LISBON}`]);
    expect(returned.when(handler(BERLIN), 'request.uphold').outcome).toEqual(['UPHOLD_NOT_POSSIBLE /type']);
  });
});

describe('neither coordinator takes part', () => {
  const alone = declined(whoTakesPart(false, false));
  const askedAgain = alone.when(handler(PORTO), 'request.askAdditionalInformation');

  test('there is nobody to refer to; the authority asks once again instead', () => {
    expect(alone.when(handler(PORTO), 'request.refer').outcome).toEqual(['NO_REFEREE /type']);
    expect(alone.offeredTo(handler(PORTO))).not.toContain('request.refer');
    expect(askedAgain.state.status).toBe('additionalInformationRequested');
  });

  test('the responding authority reconsiders', () => {
    expect(endsWithAnotherReply(askedAgain)).toBe('closed');
  });

  test('or maintains its position and closes, but not the first time that it is asked', () => {
    expect(askedAgain.when(handler(BERLIN), 'request.uphold').state.status).toBe('closed');
    const first = given({ area, settings: whoTakesPart(false, false) }, alone.history.slice(0, 4));
    expect(first.state.status).toBe('additionalInformationRequested');
    expect(first.when(handler(BERLIN), 'request.uphold').outcome).toEqual(['UPHOLD_NOT_POSSIBLE /type']);
  });

  test('a question after an answer that was given gladly is a first one again', () => {
    const later = askedAgain
      .after(handler(BERLIN), 'request.acceptAdditionalInformation')
      .after(handler(BERLIN), 'request.reply', MORE)
      .after(handler(PORTO), 'request.askAdditionalInformation');
    expect(later.when(handler(BERLIN), 'request.uphold').outcome).toEqual(['UPHOLD_NOT_POSSIBLE /type']);
    const once = given({ area, settings: whoTakesPart(false, false) }, alone.history.slice(0, 4))
      .after(handler(BERLIN), 'request.acceptAdditionalInformation')
      .after(handler(BERLIN), 'request.reply', MORE)
      .after(handler(PORTO), 'request.askAdditionalInformation');
    expect(once.when(handler(BERLIN), 'request.uphold').outcome).toEqual(['UPHOLD_NOT_POSSIBLE /type']);
  });
});

test('an authority that is its own coordinator has no referee on its side', () => {
  const settings: Settings = { links: { [PORTO]: [], [BERLIN]: [] } };
  expect(declined(settings).when(handler(PORTO), 'request.refer').outcome).toEqual(['NO_REFEREE /type']);
});

test('a coordinator that stops taking part in the midst of a referral can still end it', () => {
  const referred = declined(whoTakesPart(true, true)).after(handler(PORTO), 'request.refer');
  const changed = referred.meanwhile({ settings: whoTakesPart(false, false) });
  const returned = changed.after(referee(LISBON), 'request.findUnsatisfactory');
  expect(returned.state.status).toBe('returnedToRespondingAuthority');
  expect(returned.after(handler(BERLIN), 'request.uphold').state.status).toBe('closed');
});
