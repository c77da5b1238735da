import type { Block } from '../reports/model.ts';
import type { Phrases } from '../reports/phrases.ts';
import { plain, runOf } from '../reports/words.ts';
import { printLine } from '../values/value.ts';
import type { ReportContents } from './report-contents.ts';
import type { SubjectView } from './shows.ts';

type Concerned = { readonly subject?: readonly SubjectView[]; readonly erased?: boolean };

/** Who is concerned, or why the report does not say it. */
export function subjectBlocks(
  view: Concerned,
  { hasPersonalData }: Pick<ReportContents, 'hasPersonalData'>,
  phrases: Phrases,
): readonly Block[] {
  if (view.subject === undefined)
    return [{ kind: 'note', text: phrases.say(missing(view, hasPersonalData)) }];
  if (view.subject.length === 0) return [{ kind: 'note', text: phrases.say('report.noSubject') }];
  const facts = view.subject.map(({ label, text, ...said }) => ({
    label: runOf(label, phrases),
    value:
      text === undefined ? plain(printLine(said.type, said.value, phrases), phrases) : runOf(text, phrases),
  }));
  return [{ kind: 'facts', facts }];
}

function missing({ erased }: Concerned, hasPersonalData: boolean): string {
  if (!hasPersonalData) return 'report.withoutPersonalData';
  return erased === true ? 'view.personalDataErased' : 'view.personalDataHidden';
}

/** What the person is told first. */
export function prefaceOf(
  { isForPerson, asksConsent }: Pick<ReportContents, 'isForPerson' | 'asksConsent'>,
  phrases: Phrases,
): readonly Block[] {
  if (!isForPerson) return [];
  return [
    {
      kind: 'note',
      text: phrases.say(asksConsent ? 'report.consent.disclaimer' : 'report.dataSubject.preface'),
    },
  ];
}

/** The statement of consent, with the place to sign. */
export function consentBlocks(phrases: Phrases): readonly Block[] {
  const blanks = ['name', 'placeAndDate', 'signature'].map((key) => phrases.say(`report.consent.${key}`));
  return [{ kind: 'form', statement: phrases.say('report.consent.statement'), blanks }];
}
