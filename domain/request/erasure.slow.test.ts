import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileAreas } from '../../schemas/area/compile.ts';
import { readPhrases } from '../../schemas/phrases.ts';
import { reportOf } from '../reports/testing/order.ts';
import { THE_HUB } from '../kernel/workflow.ts';
import { areaOf } from '../testing/areas.ts';
import { BERLIN, BONN, handler, LISBON, PARIS, PORTO, reader, referee, STRICT } from '../testing/cast.ts';
import { given, type Story } from '../testing/given.ts';
import { answer, aRequest, comment, document } from '../testing/papers.ts';
import { REPORT_KINDS } from '../case/report-kinds.ts';
import { REPORT_PARTS } from './report-kinds.ts';

/** After erasure no reader finds anything that people wrote, on whatever way the request has come to its end. */

const area = areaOf(compileAreas('schemas/areas'));
const phrases = readPhrases('schemas/texts', 'Europe/Brussels');
const DUE = { at: '2027-05-21T00:00:00.000Z' };
const AUTHORITIES = [PORTO, LISBON, BERLIN, BONN, PARIS];
const READERS = AUTHORITIES.flatMap((authority) => [
  reader(authority, 'request handler', 'request viewer', 'allocator', 'referral handler'),
  reader(authority, 'request viewer'),
  reader(authority),
]);

const word = fc.stringMatching(/^[QXZqxzäöüßλд]{10,14}$/);
const words = fc.uniqueArray(word, { minLength: 40, maxLength: 40 });

/** Hands out the words one by one, and keeps those that were used. */
function pen(supply: readonly string[]) {
  const used: string[] = [];
  return {
    used,
    write() {
      const next = supply[used.length] ?? '';
      if (next === '') throw new Error('there are not words enough');
      used.push(next);
      return next;
    },
  };
}
type Pen = ReturnType<typeof pen>;

function requestWritten(by: Pen) {
  return aRequest({
    questions: [
      { question: 'PQ-GQ-002', blanks: [{ name: 'profession', value: by.write() }], comment: comment(by.write()) },
      { question: 'PQ-GQ-007' },
    ],
    subject: [
      { name: 'familyName', value: by.write() },
      { name: 'givenName', value: by.write() },
      { name: 'birthDate', value: '1977-03-09' },
      { name: 'birthPlace', value: by.write() },
      { name: 'idDocumentNumber', value: by.write() },
    ],
    justification: comment(by.write()),
    reference: by.write(),
    attachments: [document('doc-1', { name: by.write(), description: comment(by.write()) })],
  });
} // prettier-ignore

function replyWritten(by: Pen, id: string) {
  return {
    answers: [
      answer('PQ-GQ-002', { text: by.write() }, { comment: comment(by.write()) }),
      answer('PQ-GQ-007', { text: by.write() }),
    ],
    comment: comment(by.write()),
    attachments: [document(id, { name: by.write() })],
  };
}

/** Every end that a request can come to, with words of its own wherever people may write. */
const ENDS: Readonly<Record<string, (by: Pen, replaced: Pen) => Story>> = {
  'refused, after the coordinator wanted it changed': (by, replaced) =>
    given({ area, settings: STRICT })
      .after(handler(PORTO), 'request.send', requestWritten(replaced))
      .after(referee(LISBON), 'request.return', { comment: comment(by.write()) })
      .after(handler(PORTO), 'request.send', requestWritten(by))
      .after(referee(LISBON), 'request.approve')
      .after(handler(BERLIN), 'request.refuse', { justification: comment(by.write()) }),
  'withdrawn while a reply is held': (by) =>
    accepted(by)
      .after(handler(BERLIN), 'request.reply', replyWritten(by, 'doc-9'))
      .after(handler(PORTO), 'request.withdraw', { justification: comment(by.write()) }),
  closed: (by) =>
    replied(by).after(handler(PORTO), 'request.close', { comment: comment(by.write()) }),
  'closed by the referee': (by) =>
    referred(by).after(referee(LISBON), 'request.findSatisfactory', { opinion: comment(by.write()) }),
  'withdrawn after both referees': (by) =>
    referred(by)
      .after(referee(LISBON), 'request.findUnsatisfactory', { opinion: comment(by.write()) })
      .after(referee(BONN), 'request.findUnsatisfactory', { opinion: comment(by.write()) })
      .after(handler(PORTO), 'request.withdraw', { justification: comment(by.write()) }),
}; // prettier-ignore

function accepted(by: Pen): Story {
  return given({ area, settings: STRICT })
    .after(handler(PORTO), 'request.send', requestWritten(by))
    .after(referee(LISBON), 'request.approve')
    .after(handler(BERLIN), 'request.accept');
}

function replied(by: Pen): Story {
  return accepted(by)
    .after(handler(BERLIN), 'request.reply', replyWritten(by, 'doc-9'))
    .after(referee(BONN), 'reply.approve');
}

function referred(by: Pen): Story {
  return replied(by)
    .after(handler(PORTO), 'request.askAdditionalInformation', { justification: comment(by.write()) })
    .after(handler(BERLIN), 'request.rejectAdditionalInformation', { justification: comment(by.write()) })
    .after(handler(PORTO), 'request.refer', { justification: comment(by.write()) });
}

/** What any of them can find: on screen, in messages, and in reports of every kind, page and data alike. */
function everythingShown(story: Story): string {
  const views = READERS.map((who) => story.seenBy(who));
  const reports = REPORT_KINDS.flatMap((kind) =>
    AUTHORITIES.map((authority) =>
      reportOf(story, { kind, parts: kind === 'custom' ? REPORT_PARTS : [], for: authority }, { area, phrases }),
    ),
  );
  return JSON.stringify({ views, reports, statuses: story.state.status });
} // prettier-ignore

test.each(Object.entries(ENDS))('nothing is left of a request that was %s', (_, end) => {
  const property = fc.property(words, (supply) => {
    const [by, replaced] = [pen(supply.slice(0, 30)), pen(supply.slice(30))];
    const story = end(by, replaced);
    const before = everythingShown(story);
    expect(before).toContain('1977-03-09');
    expect(by.used.filter((one) => !before.includes(one))).toEqual([]);
    const erased = story.meanwhile(DUE).after(THE_HUB, 'content.erase');
    for (const after of [erased, erased.erased()]) {
      const left = JSON.stringify(after.state) + everythingShown(after);
      expect([...by.used, ...replaced.used].filter((one) => left.includes(one))).toEqual([]);
      expect(left).not.toContain('1977-03-09');
      expect(left).not.toContain(document('doc-1').sha256);
    }
  });
  fc.assert(property, { numRuns: 10 });
});

test('nothing of it stands in the facts, which stay', () => {
  const by = pen(Array.from({ length: 40 }, (_, index) => `Wort-${index}-`));
  const { history } = referred(by).after(referee(LISBON), 'request.findSatisfactory', {
    opinion: comment(by.write()),
  });
  const facts = JSON.stringify(history.map((event) => event.facts));
  expect(by.used.filter((one) => facts.includes(one))).toEqual([]);
  expect(facts).not.toContain('1977-03-09');
  expect(facts).not.toContain(document('doc-1').sha256);
  expect(facts).not.toContain(document('doc-9').sha256);
});
