import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileAreas } from '../../schemas/area/compile.ts';
import { areaOf } from '../testing/areas.ts';
import {
  BERLIN,
  BONN,
  BRAGA,
  handler,
  LISBON,
  LYON,
  MUNICH,
  PARIS,
  PORTO,
  reader,
  referee,
  STRICT,
} from '../testing/cast.ts';
import { given, type Story } from '../testing/given.ts';
import { aRequest, comment, document, PARTIAL } from '../testing/papers.ts';

const area = areaOf(compileAreas('schemas/areas'));
const linked = {
  settings: { ...STRICT, links: { [PORTO]: [LISBON, BRAGA], [BERLIN]: [BONN, MUNICH] } },
};
const READERS = [
  ...[PORTO, BERLIN].flatMap((authority) => [
    reader(authority, 'request handler'),
    reader(authority, 'request viewer'),
    reader(authority, 'allocator'),
    reader(authority),
  ]),
  ...[LISBON, BRAGA, BONN, MUNICH, PARIS, LYON].map((authority) =>
    reader(authority, 'request handler', 'request viewer', 'allocator', 'referral handler'),
  ),
];

test('a reader that sees nothing of the person finds none of its words anywhere', () => {
  const word = fc.stringMatching(/^[QXZqxzäöüßλд]{8,12}$/);
  const words = fc.record({ family: word, given: word, place: word, file: word, reference: word, about: word, reply: word });
  const property = fc.property(words, (said) => {
    const story = everyWord(said);
    const secrets = Object.values(said);
    for (const one of story.flatMap((moment) => READERS.map((who) => moment.meanwhile(linked).seenBy(who)))) {
      const text = JSON.stringify(one) ?? '';
      const found = secrets.filter((secret) => text.includes(secret));
      expect(one?.level === 'full' ? found.length > 0 : found.length === 0).toBe(true);
    }
  });
  fc.assert(property, { numRuns: 25 });
}); // prettier-ignore

test('what was only in a draft is seen by nobody once the request is sent', () => {
  const word = fc.stringMatching(/^[QXZqxzäöüßλд]{8,12}$/);
  const words = fc.record({ family: word, given: word, place: word, file: word, reference: word, about: word, reply: word });
  const property = fc.property(words, (said) => {
    const drafted = given({ area, settings: STRICT }).after(handler(PORTO), 'request.save', paperWith(said));
    const home = JSON.stringify(drafted.seenBy(reader(PORTO, 'request handler')));
    for (const secret of [said.family, said.file, said.reference]) expect(home).toContain(secret);
    const waiting = drafted.after(handler(PORTO), 'request.send');
    const replied = waiting.after(referee(LISBON), 'request.approve').after(handler(BERLIN), 'request.accept');
    for (const moment of [waiting, replied, drafted.after(handler(PORTO), 'request.discard')]) {
      const all = READERS.map((who) => JSON.stringify(moment.meanwhile(linked).seenBy(who)) ?? '').join();
      expect(Object.values(said).filter((secret) => all.includes(secret))).toEqual([]);
    }
  });
  fc.assert(property, { numRuns: 25 });
}); // prettier-ignore

type Words = Readonly<
  Record<'family' | 'given' | 'place' | 'file' | 'reference' | 'about' | 'reply', string>
>;

function paperWith(said: Words) {
  const subject = [
    { name: 'familyName', value: said.family },
    { name: 'givenName', value: said.given },
    { name: 'birthDate', value: '1977-03-09' },
    { name: 'birthPlace', value: said.place },
  ];
  const attachments = [document('doc-1', { name: said.file, description: comment(said.about) })];
  return aRequest({ subject, attachments, reference: said.reference });
}

/** A request from its first draft to its withdrawal, with these words wherever the person may be named. */
function everyWord(said: Words): readonly Story[] {
  const paper = paperWith(said);
  const drafted = given({ area, settings: STRICT }).after(handler(PORTO), 'request.save', paper);
  const waiting = drafted.after(handler(PORTO), 'request.send', paper);
  const arrived = waiting.after(referee(LISBON), 'request.approve');
  const accepted = arrived.after(handler(BERLIN), 'request.accept');
  const answered = { ...PARTIAL, attachments: [document('doc-9', { name: said.reply })] };
  const held = accepted.after(handler(BERLIN), 'request.reply', answered);
  const replied = held.after(referee(BONN), 'reply.approve');
  return [drafted, waiting, arrived, accepted, held, replied, held.after(handler(PORTO), 'request.withdraw')];
} // prettier-ignore
