import { defined } from '../kernel/optional.ts';
import { framed, type Particulars } from '../reports/frame.ts';
import type { Block, Report, Section } from '../reports/model.ts';
import { caseBlocks, partyBlocks } from './report-case.ts';
import { documentBlocks } from './report-documents.ts';
import { historyBlocks, messageBlocks } from './report-history.ts';
import { contentsOf } from './report-kinds.ts';
import { consentBlocks, prefaceOf, subjectBlocks } from './report-person.ts';
import { questionBlocks } from './report-questions.ts';
import type { RequestView } from './shows.ts';

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
      partyBlocks(view, parts, phrases),
    ),
    ...section('subject', has('subject'), () => subjectBlocks(view, contents, phrases)),
    ...section('questions', has('questions', 'answers', 'comments'), () =>
      questionBlocks(view, parts, phrases),
    ),
    ...section('documents', has('documents'), () => documentBlocks(view, phrases)),
    ...section('messages', has('messages'), () => messageBlocks(view, phrases)),
    ...section('history', has('history'), () => historyBlocks(view, phrases)),
    ...section('consent', contents.asksConsent, () => consentBlocks(phrases)),
  ];
  const mark = view.status === 'draft' ? phrases.say('report.draft') : undefined;
  const content = { ...defined('mark', mark), preface: prefaceOf(contents, phrases), sections };
  return framed(view, content, particulars);
}
