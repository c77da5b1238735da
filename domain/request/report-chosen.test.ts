import { describe, expect, test } from 'vitest';
import { compileAreas } from '../../schemas/area/compile.ts';
import { readPhrases } from '../../schemas/phrases.ts';
import { outline } from '../reports/testing/outline.ts';
import { reportOf } from '../reports/testing/order.ts';
import { areaOf } from '../testing/areas.ts';
import { BERLIN, handler, PORTO } from '../testing/cast.ts';
import { given } from '../testing/given.ts';
import { aRequest, SUBJECT } from '../testing/papers.ts';
import { stations } from '../testing/stations.ts';

const area = areaOf(compileAreas('schemas/areas'));
const phrases = readPhrases('schemas/texts', 'Europe/Brussels');
const { replyProvided } = stations(area);

/** The page and the embedded data of a customised report of these parts, in words. */
function chosen(...parts: readonly string[]) {
  const made = reportOf(replyProvided, { kind: 'custom', parts, for: PORTO }, { area, phrases });
  if (made === undefined) throw new Error('no view');
  return { page: outline(made.report), data: JSON.stringify(made.view), view: made.view };
}

describe('a customised report shows only what was selected (handbook 5.3.10)', () => {
  test('of the authorities, the one that was chosen, on the page and in its data', () => {
    for (const [part, one, other] of [
      ['requestingAuthority', PORTO, BERLIN],
      ['respondingAuthority', BERLIN, PORTO],
    ] as const) {
      const { page, data } = chosen(part);
      expect(data).toContain(one);
      expect(data).not.toContain(other);
      expect(page).toContain(`${one} in English`);
      expect(page).not.toContain(`${other} in English`);
    }
  });

  test('neither authority in a report of questions alone, nor of the case with its dates', () => {
    for (const parts of [['questions'], ['case'], ['subject', 'documents']] as const) {
      const { data, view } = chosen(...parts);
      expect(view).not.toHaveProperty('requesting');
      expect(view).not.toHaveProperty('responding');
      expect(data).not.toContain(PORTO);
      expect(data).not.toContain(BERLIN);
    }
  });

  test('who acted where the time line was chosen, and who wrote where messages were', () => {
    expect(chosen('history').view.history.every(({ by }) => by !== undefined)).toBe(true);
    const { view } = chosen('messages', 'case');
    expect(
      view.history.filter(({ comment }) => comment !== undefined).every(({ by }) => by !== undefined),
    ).toBe(true);
    expect(view.history.some(({ by }) => by === undefined)).toBe(true);
  });
});

test('the country of the person is written out in the language of the reader', () => {
  const subject = [...SUBJECT, { name: 'nationality', value: 'EL' }];
  const sent = given({ area }).after(handler(PORTO), 'request.send', aRequest({ subject }));
  const made = reportOf(sent, { kind: 'full', for: PORTO, language: 'de' }, { area, phrases });
  expect(made === undefined ? '' : outline(made.report)).toContain(': Griechenland');
});
