import { accessBlocks } from '../exchange/report-accesses.ts';
import { documentBlocks } from '../exchange/report-documents.ts';
import { fieldBlocks } from '../exchange/report-fields.ts';
import { historyBlocks } from '../exchange/report-history.ts';
import { partyBlocks } from '../exchange/report-parties.ts';
import { consentBlocks, prefaceOf, subjectBlocks } from '../exchange/report-person.ts';
import { questionBlocks } from '../exchange/report-questions.ts';
import { defined } from '../kernel/optional.ts';
import { framed, type Particulars } from '../reports/frame.ts';
import type { Block, Report, Section } from '../reports/model.ts';
import { caseBlocks, sidesOf } from './report-case.ts';
import { contentsOf } from './report-kinds.ts';
import { requestMessages } from './report-messages.ts';
import type { RequestView } from './shows.ts';
import { isEnd } from './state.ts';

/** What those who attach documents to a request are called. */
const ADDERS = { requesting: 'role.requestingAuthority', responding: 'role.respondingAuthority' };

/** The report of a request: what `reportView` left in the view, put on the page (handbook 5.3.10). */
export function report(view: RequestView, particulars: Particulars): Report {
  const { phrases, choice } = particulars;
  const contents = contentsOf(choice);
  const { parts } = contents;
  const section = (name: string, isThere: boolean, blocks: () => readonly Block[]): readonly Section[] =>
    isThere ? [{ heading: phrases.say(`report.section.${name}`), blocks: blocks() }] : [];
  const has = (...wanted: readonly string[]) => wanted.some((part) => parts.has(part));
  const sections = [
    ...section('case', has('case'), () => caseBlocks(view, phrases)),
    ...section('parties', has('requestingAuthority', 'respondingAuthority'), () =>
      partyBlocks(sidesOf(view, parts), phrases),
    ),
    ...section('subject', has('subject'), () => subjectBlocks(view, contents, phrases)),
    ...section('fields', has('fields') && (choice.kind === 'custom' || view.fields !== undefined), () =>
      fieldBlocks({ ...view, fields: view.fields ?? [] }, phrases),
    ),
    ...section('questions', has('questions', 'answers', 'comments'), () =>
      questionBlocks(
        { ...view, hasEnded: isEnd(view.status) },
        { withAnswers: parts.has('answers') },
        phrases,
      ),
    ),
    ...section('documents', has('documents'), () =>
      documentBlocks(view.attachments, { areNamed: view.level === 'full', adders: ADDERS }, phrases),
    ),
    ...section('messages', has('messages'), () => requestMessages(view, phrases)),
    ...section('history', has('history'), () =>
      historyBlocks(view.history, [view.requesting, view.responding], phrases),
    ),
    ...section('accesses', contents.isForPerson, () => accessBlocks(particulars.accesses, phrases)),
    ...section('consent', contents.asksConsent, () => consentBlocks(phrases)),
  ];
  const mark = view.status === 'draft' ? phrases.say('report.draft') : undefined;
  const content = { ...defined('mark', mark), preface: prefaceOf(contents, phrases), sections };
  return framed(view, content, particulars);
}
