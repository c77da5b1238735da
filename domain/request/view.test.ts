import { describe, expect, test } from 'vitest';
import { compileAreas } from '../../schemas/area/compile.ts';
import { areaOf } from '../testing/areas.ts';
import {
  BERLIN, BONN, BRAGA, handler, LISBON, LYON, MUNICH, PARIS, PORTO, reader, referee, STRICT,
} from '../testing/cast.ts'; // prettier-ignore
import type { Story } from '../testing/given.ts';
import { answer, comment, document, FULL, SUBJECT } from '../testing/papers.ts';
import { stations } from '../testing/stations.ts';

const area = areaOf(compileAreas('schemas/areas'));
/** Braga and Munich are linked, too, and have not been chosen for this exchange. */
const linked = {
  settings: { ...STRICT, links: { [PORTO]: [LISBON, BRAGA], [BERLIN]: [BONN, MUNICH] } },
};
const all = stations(area);

const READERS = {
  'PORTO handler': reader(PORTO, 'request handler'),
  'PORTO viewer': reader(PORTO, 'request viewer'),
  'PORTO allocator': reader(PORTO, 'allocator'),
  'PORTO basic user': reader(PORTO),
  LISBON: reader(LISBON, 'referral handler', 'request handler', 'request viewer'),
  BRAGA: reader(BRAGA, 'referral handler', 'request handler', 'request viewer'),
  'BERLIN handler': reader(BERLIN, 'request handler'),
  'BERLIN viewer': reader(BERLIN, 'request viewer'),
  'BERLIN allocator': reader(BERLIN, 'allocator'),
  'BERLIN basic user': reader(BERLIN),
  BONN: reader(BONN, 'referral handler', 'request handler', 'request viewer'),
  MUNICH: reader(MUNICH, 'referral handler', 'request handler', 'request viewer'),
  PARIS: reader(PARIS, 'request handler', 'request viewer', 'referral handler'),
  LYON: reader(LYON, 'referral handler'),
};
const NAMES = Object.keys(READERS);

/** F: with personal data and documents. m: without. o: an overview. -: the request does not exist. In the order of the readers above. */
const LEVELS = `
draft                            F F m o  - -  - - - -  - -  - -
discarded                        F F m o  - -  - - - -  - -  - -
requestAwaitingApproval          F F m o  m m  - - - -  - -  - -
requestReturned                  F F m o  m m  - - - -  - -  - -
awaitingAcceptance               F F m o  m m  m m m o  m m  - -
refused                          F F m o  m m  m m m o  m m  - -
accepted                         F F m o  m m  F F m o  m m  - -
partiallyAnswered                F F m o  m m  F F m o  m m  - -
replyAwaitingApproval            F F m o  m m  F F m o  m m  - -
replyReturned                    F F m o  m m  F F m o  m m  - -
replyProvided                    F F m o  m m  F F m o  m m  - -
additionalInformationRequested   F F m o  m m  F F m o  m m  - -
additionalInformationAccepted    F F m o  m m  F F m o  m m  - -
additionalInformationRejected    F F m o  m m  F F m o  m m  - -
referredToRequestingCoordinator  F F m o  m m  F F m o  m m  - -
referredToRespondingCoordinator  F F m o  m m  F F m o  m m  - -
returnedToRespondingAuthority    F F m o  m m  F F m o  m m  - -
closed                           F F m o  m m  F F m o  m m  - -
withdrawn                        F F m o  m m  F F m o  m m  - -
`.trim().split('\n').map((line) => {
  const [status = '', ...levels] = line.split(/ +/);
  return { status, levels };
}); // prettier-ignore

function sign(story: Story, name: string): string {
  const who = Object.entries(READERS).find(([one]) => one === name)?.[1];
  const seen = who === undefined ? undefined : story.meanwhile(linked).seenBy(who);
  if (seen === undefined) return '-';
  return { full: 'F', withoutPersonalData: 'm', monitoring: 'o' }[seen.level];
}

function stationOf(status: string): Story {
  const found = Object.entries(all).find(([name]) => name === status);
  if (found === undefined) throw new Error(`no station ${status}`);
  return found[1];
}

describe('who sees how much of a request', () => {
  test('the table has every station and every reader', () => {
    expect(LEVELS.map(({ status }) => status).toSorted()).toEqual(Object.keys(all).toSorted());
    expect(new Set(LEVELS.map(({ levels }) => levels.length))).toEqual(new Set([NAMES.length]));
  });

  test.each(LEVELS)('while it is $status', ({ status, levels }) => {
    const story = stationOf(status);
    const found = Object.fromEntries(NAMES.map((name) => [name, sign(story, name)]));
    expect(found).toEqual(Object.fromEntries(NAMES.map((name, index) => [name, levels[index]])));
  });
});

describe('what a reader without personal data sees', () => {
  const before = all.awaitingAcceptance.seenBy(reader(BERLIN, 'request handler'));

  test('is the questions with their blanks and comments, and why it is asked', () => {
    expect(before?.questions[0]).toMatchObject({
      question: 'PQ-GQ-001',
      text: { text: 'Is the profession of ‘physiotherapist’ regulated in your territory?', language: 'en' },
      comment: { text: 'Since when?', language: 'en' },
    });
    expect(before?.justification?.text).toBe('For recognition under Directive 2005/36/EC.');
    expect(before?.deadline).toBe('2026-12-31');
  });

  test('is neither the person nor the file number of the other authority', () => {
    expect(before).not.toHaveProperty('subject');
    expect(before).not.toHaveProperty('reference');
  });

  test('is how many documents there are, and neither name nor description nor digest', () => {
    expect(before?.attachments).toEqual([
      { id: 'doc-1', mediaType: 'application/pdf', size: 1000, by: 'requesting' },
    ]);
  });
});

test('after acceptance the responding authority sees the person and the documents', () => {
  const seen = all.accepted.seenBy(reader(BERLIN, 'request handler'));
  expect(seen?.subject?.map(({ name, value }) => ({ name, value }))).toEqual(SUBJECT);
  expect(seen?.subject?.at(-1)).toMatchObject({ label: { text: 'Sex' }, text: { text: 'Not stated' } });
  expect(seen?.attachments[0]).toMatchObject({
    name: 'scan-of-Quakenbrink-doc-1.pdf',
    description: { text: 'Diploma of Xanthippe (doc-1)' },
    sha256: document('doc-1').sha256,
  });
  expect(seen?.reference).toBe('FILE-4711-QUAKENBRINK');
});

describe('a reply that the coordinator holds', () => {
  const readers = [READERS['PORTO handler'], READERS['PORTO viewer'], READERS.LISBON, READERS.BRAGA];

  test.each([
    ['waits for approval', all.accepted, all.replyAwaitingApproval],
    ['has been returned', all.accepted, all.replyReturned],
    [
      'is the second one',
      all.partiallyAnswered,
      all.partiallyAnswered.after(handler(BERLIN), 'request.reply', { answers: [answer('PQ-GQ-009', { option: 'no' })] }),
    ],
  ])('and that %s changes nothing in what the other side sees', (_, before, held) => {
    for (const who of readers) {
      const seen = held.meanwhile(linked).seenBy(who);
      expect(seen).toEqual({ ...before.meanwhile(linked).seenBy(who), version: seen?.version });
    }
  }); // prettier-ignore

  test('is seen by the side that wrote it, with its documents', () => {
    const home = all.replyAwaitingApproval.seenBy(reader(BERLIN, 'request viewer'));
    expect(home?.status).toBe('replyAwaitingApproval');
    expect(home?.questions[0]?.answer).toMatchObject({ value: { option: 'yes' }, text: { text: 'Yes' } });
    expect(home?.attachments.map(({ id, by, name }) => [id, by, name])).toEqual([
      ['doc-1', 'requesting', 'scan-of-Quakenbrink-doc-1.pdf'],
      ['doc-9', 'responding', 'register-extract-Quakenbrink.pdf'],
    ]);
    const coordinator = all.replyAwaitingApproval.seenBy(reader(BONN, 'referral handler'));
    expect(coordinator?.questions[0]?.answer?.comment?.text).toBe('Since 1994.');
    expect(coordinator?.attachments[1]).not.toHaveProperty('name');
  });

  test('stays with its author when the request is withdrawn meanwhile', () => {
    const gone = all.replyAwaitingApproval.after(handler(PORTO), 'request.withdraw');
    const seen = gone.seenBy(reader(PORTO, 'request handler'));
    expect(seen?.status).toBe('withdrawn');
    expect(JSON.stringify(seen)).not.toMatch(/Since 1994|doc-9|kind regards/);
  });
});

function doers(authority: string, role: 'request handler' | 'referral handler') {
  const seen = all.replyProvided.seenBy(reader(authority, role));
  const shared = seen?.history.filter(({ event }) => event === 'request.sent' || event === 'request.replied');
  return shared?.map(({ by, byName }) => [by, byName]);
}

function named(id: string) {
  return [id, `${id} in English`];
}

describe('what is internal to one Member State', () => {
  test('is not in the time line of the other one', () => {
    const story = all.requestAwaitingApproval
      .after(referee(LISBON), 'request.return')
      .after(handler(PORTO), 'request.send')
      .after(referee(LISBON), 'request.approve')
      .after(handler(BERLIN), 'request.accept')
      .after(handler(BERLIN), 'request.reply', FULL)
      .after(referee(BONN), 'reply.return');
    const lines = (authority: string) =>
      story.seenBy(reader(authority, 'request handler'))?.history.map(({ event }) => event);
    expect(lines(BERLIN)).toEqual(['request.sent', 'request.accepted', 'reply.submittedForApproval', 'reply.returned']);
    expect(lines(PORTO)).toEqual([
      'request.submittedForApproval',
      'request.returned',
      'request.submittedForApproval',
      'request.sent',
      'request.accepted',
    ]);
  }); // prettier-ignore

  test('is who let out what the authority itself has written', () => {
    expect(doers(PORTO, 'request handler')).toEqual([named(LISBON), named(BERLIN)]);
    expect(doers(LISBON, 'referral handler')).toEqual([named(LISBON), named(BERLIN)]);
    expect(doers(BERLIN, 'request handler')).toEqual([named(PORTO), named(BONN)]);
    expect(doers(BONN, 'referral handler')).toEqual([named(PORTO), named(BONN)]);
  });

  test('is who coordinates the other side', () => {
    const abroad = all.accepted.seenBy(reader(BERLIN, 'request handler'));
    expect([abroad?.requesting?.coordinator, abroad?.responding?.coordinator]).toEqual([undefined, BONN]);
    const home = all.accepted.seenBy(reader(PORTO, 'request handler'));
    expect([home?.requesting?.coordinator, home?.responding?.coordinator]).toEqual([LISBON, undefined]);
  });
});

describe('the language of the reader', () => {
  test('is the language of the words of the area and of the names of authorities', () => {
    const german = all.replyProvided.seenBy({ ...reader(PORTO, 'request handler'), language: 'de' });
    expect(german?.questions[0]?.text.language).toBe('de');
    expect(german?.questions[0]?.text.text).toContain('physiotherapist');
    expect(german?.questions[0]?.answer?.text).toEqual({ text: 'Ja', language: 'de' });
    expect(german?.responding?.name).toBe(`${BERLIN} auf Deutsch`);
    expect(german?.questions[0]?.comment).toEqual(comment('Since when?'));
  });

  test('is said to be English where a translation is missing', () => {
    const maltese = all.accepted.seenBy({ ...reader(PORTO, 'request handler'), language: 'mt' });
    expect(maltese?.language).toBe('mt');
    expect(maltese?.questions[0]?.text.language).toBe('en');
  });
});

test('after erasure the handlers see what happened, and nothing of what was written', () => {
  const erased = all.closed.erased();
  for (const authority of [PORTO, BERLIN]) {
    const seen = erased.seenBy(reader(authority, 'request handler'));
    expect(seen?.status).toBe('closed');
    expect(seen).not.toHaveProperty('subject');
    expect(seen?.attachments.every((one) => one.name === undefined && one.description === undefined)).toBe(true);
    expect(seen?.questions.every((one) => one.answer === undefined && one.comment === undefined)).toBe(true);
    expect(seen?.history.some((step) => step.comment !== undefined)).toBe(false);
    expect(seen?.history.map(({ event }) => event)).toContain('request.replied');
  }
}); // prettier-ignore

test('a request handler sees of the requests of other authorities that they are there, and no content', () => {
  const { requestAwaitingApproval } = stations(area);
  const told = (...roles: readonly string[]) =>
    requestAwaitingApproval.seenBy({ authority: LISBON, roles, language: 'en' });
  expect(told('request handler')).toMatchObject({ level: 'monitoring', questions: [], attachments: [] });
  for (const role of ['request viewer', 'allocator', 'referral handler'])
    expect(told(role)?.level).toBe('withoutPersonalData');
});
