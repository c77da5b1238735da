import { describe, expect, test } from 'vitest';
import { compileAreas } from '../../schemas/area/compile.ts';
import { areaOf } from '../testing/areas.ts';
import { BERLIN, BRAGA, handler, LISBON, BONN, MUNICH, PORTO, reader, STRICT } from '../testing/cast.ts';
import { given, type Story } from '../testing/given.ts';
import { answer, aRequest } from '../testing/papers.ts';
import { stations } from '../testing/stations.ts';

const area = areaOf(compileAreas('schemas/areas'));
const linked = {
  settings: { ...STRICT, links: { [PORTO]: [LISBON, BRAGA], [BERLIN]: [BONN, MUNICH] } },
};
const all = stations(area);

describe('what a basic user sees, who has no role for requests (glossary: monitoring view)', () => {
  const seen = all.replyProvided.seenBy(reader(PORTO));

  test('is between whom, in which area, with which question set, how far it is and since when', () => {
    expect(seen).toMatchObject({ level: 'monitoring', status: 'replyProvided', area: 'PQ' });
    expect([seen?.requesting?.authority, seen?.responding?.authority]).toEqual([PORTO, BERLIN]);
    expect(seen?.questionSet?.id).toBe('pq-general');
    expect(seen?.history.map(({ event }) => event)).toContain('request.accepted');
  });

  test('is nothing of what the request says, in any status', () => {
    for (const story of Object.values(all).map((one) => one.meanwhile(linked))) {
      const view = story.seenBy(reader(PORTO));
      expect(view).toMatchObject({ questions: [], attachments: [], routing: [] });
      for (const part of ['subject', 'reference', 'justification', 'sought']) expect(view).not.toHaveProperty(part);
      expect(view?.history.filter((step) => 'comment' in step)).toEqual([]);
    }
  }); // prettier-ignore
});

describe('an answer whose condition has turned', () => {
  const REGISTERED = 'PQ-GQ-010';
  const NUMBER = 'PQ-GQ-011';
  const questions = [{ question: REGISTERED }, { question: NUMBER }];
  const first = given({ area })
    .after(handler(PORTO), 'request.send', aRequest({ questions }))
    .after(handler(BERLIN), 'request.accept')
    .after(handler(BERLIN), 'request.reply', {
      answers: [answer(REGISTERED, { option: 'yes' }), answer(NUMBER, { text: 'A 4711' })],
    });
  const turned = first
    .after(handler(PORTO), 'request.askAdditionalInformation')
    .after(handler(BERLIN), 'request.acceptAdditionalInformation')
    .after(handler(BERLIN), 'request.reply', { answers: [answer(REGISTERED, { option: 'no' })] });

  test.each([PORTO, BERLIN])('is told to %s as long as it applies, and not any more', (authority) => {
    const numberIn = (story: Story) =>
      story
        .seenBy(reader(authority, 'request handler'))
        ?.questions.find(({ question }) => question === NUMBER);
    expect(numberIn(first)?.answer?.value).toEqual({ text: 'A 4711' });
    expect(numberIn(turned)).toMatchObject({ applies: false });
    expect(numberIn(turned)).not.toHaveProperty('answer');
    expect(numberIn(turned)).not.toHaveProperty('erased');
  });
});
