import { expect, test } from 'vitest';
import { compileAreas } from '../../schemas/area/compile.ts';
import { readPhrases } from '../../schemas/phrases.ts';
import { outline } from '../reports/testing/outline.ts';
import { coded, reportOf, type Ordered } from '../reports/testing/order.ts';
import { THE_HUB } from '../kernel/workflow.ts';
import { areaOf } from '../testing/areas.ts';
import { BERLIN, handler, LISBON, PORTO } from '../testing/cast.ts';
import { given, type Story } from '../testing/given.ts';
import { aDraft, answer, aRequest, comment } from '../testing/papers.ts';
import { stations } from '../testing/stations.ts';
import { REPORT_PARTS } from './report-kinds.ts';

const area = areaOf(compileAreas('schemas/areas'));
const book = readPhrases('schemas/texts', 'Europe/Brussels');
const all = stations(area);

const REGISTERED = { question: 'PQ-GQ-010' };
const NUMBER = { question: 'PQ-GQ-011' };
/** The second question is ruled out by the answer to the first; the third is asked about a document. */
const dependent = given({ area })
  .after(handler(PORTO), 'request.send', aRequest({ questions: [REGISTERED, NUMBER] }))
  .after(handler(BERLIN), 'request.accept', { proposedDeadline: '2027-01-31' })
  .after(handler(BERLIN), 'request.reply', {
    answers: [answer('PQ-GQ-010', { option: 'no' }, { comment: comment('Not with us.') })],
  });

/** Begun in the evening, with an idea of whom to ask. */
const begun = given({ area })
  .after(handler(PORTO), 'request.save', { area: 'PQ' })
  .after(
    handler(PORTO),
    'request.save',
    aDraft({ addressee: { criteria: { country: 'DE', keywords: ['physiotherapist'], region: 'DE3' } } }),
  );

const GOLDENS: Readonly<Record<string, readonly [Story, Ordered]>> = {
  'full-closed.pt': [all.closed, { kind: 'full', for: PORTO, language: 'pt', isTraining: true }],
  'full-reply-provided.de': [all.replyProvided, { kind: 'full', for: BERLIN, language: 'de' }],
  'full-request-returned.en': [all.requestReturned, { kind: 'full', for: PORTO }],
  'full-refused.fr': [all.refused, { kind: 'full', for: PORTO, language: 'fr' }],
  'full-withdrawn.de': [all.withdrawn, { kind: 'full', for: BERLIN, language: 'de' }],
  'full-held-seen-by-requester.en': [all.replyAwaitingApproval, { kind: 'full', for: PORTO }],
  'full-held-seen-by-responder.de': [
    all.replyAwaitingApproval,
    { kind: 'full', for: BERLIN, language: 'de' },
  ],
  'full-not-applicable.en': [
    dependent,
    { kind: 'full', for: PORTO, publicAddress: 'https://hub.example.eu/' },
  ],
  'full-erased.el': [all.closed.erased(), { kind: 'full', for: PORTO, language: 'el' }],
  'without-personal-data-erased.de': [
    all.closed.meanwhile({ at: '2027-05-21T00:00:00.000Z' }).after(THE_HUB, 'content.erase').erased(),
    { kind: 'fullWithoutPersonalData', for: PORTO, language: 'de' },
  ],
  'full-untranslated.fi': [all.partiallyAnswered, { kind: 'full', for: PORTO, language: 'fi' }],
  'without-personal-data-referred.el': [
    all.referredToRespondingCoordinator,
    { kind: 'fullWithoutPersonalData', for: LISBON, language: 'el' },
  ],
  'without-personal-data-awaiting-acceptance.bg': [
    all.awaitingAcceptance,
    { kind: 'fullWithoutPersonalData', for: BERLIN, language: 'bg' },
  ],
  'custom-questions-documents.en': [
    all.replyProvided,
    { kind: 'custom', parts: ['questions', 'documents'], for: PORTO },
  ],
  'custom-subject-messages.fr': [
    all.replyProvided,
    { kind: 'custom', parts: ['case', 'subject', 'messages'], for: PORTO, language: 'fr' },
  ],
  'data-subject-returned-to-authority.bg': [
    all.returnedToRespondingAuthority,
    {
      kind: 'dataSubject',
      for: PORTO,
      language: 'bg',
      accesses: [
        { at: '2026-11-20T12:00:00Z', way: 'document', name: 'Behörde in Berlin' },
        { at: '2026-11-20T11:00:00Z', way: 'message', name: 'Behörde in Berlin' },
      ],
    },
  ],
  'full-draft.de': [begun, { kind: 'full', for: PORTO, language: 'de', isTraining: true }],
  'full-draft.bg': [begun, { kind: 'full', for: PORTO, language: 'bg' }],
  'consent-draft.pt': [begun, { kind: 'consent', for: PORTO, language: 'pt' }],
  'custom-empty-draft.en': [
    given({ area }).after(handler(PORTO), 'request.save', { area: 'PQ' }),
    { kind: 'custom', parts: [...REPORT_PARTS], for: PORTO },
  ],
  'consent-before-sending.fr': [all.requestAwaitingApproval, { kind: 'consent', for: PORTO, language: 'fr' }],
};

test.each(Object.entries(GOLDENS))('the report %s is the one that was approved', async (name, golden) => {
  const [story, ordered] = golden;
  const made = reportOf(story, ordered, { area, phrases: (language) => coded(book(language)) });
  const text = made === undefined ? '' : outline(made.report);
  await expect(text).toMatchFileSnapshot(`./golden/${name}.txt`);
});
