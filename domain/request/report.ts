import type { Run } from '../kernel/language.ts';
import type { Reader } from '../kernel/workflow.ts';
import { framed, type Particulars } from '../reports/frame.ts';
import type { Block, Fact, MarkedText, QuestionRow, Report, Section } from '../reports/model.ts';
import type { Phrases } from '../reports/phrases.ts';
import type { AnswerValue, Comment } from './content.ts';
import type { RequestView } from './shows.ts';

/** The report of a request: what its reader sees, put on the page (handbook 5.3.10). */
export function report(view: RequestView, reader: Reader, particulars: Particulars): Report {
  const { phrases } = particulars;
  const own = reader.authority === view.responding.authority ? view.responding : view.requesting;
  const readerName = reader.authority === own.authority ? own.name : reader.authority;
  const sections = [
    section(phrases, 'case', [facts(caseFacts(view, phrases))]),
    section(phrases, 'parties', [facts(partyFacts(view, phrases))]),
    section(phrases, 'subject', subjectBlocks(view, phrases)),
    section(phrases, 'questions', [questions(view, phrases)]),
    section(phrases, 'documents', documents(view, phrases)),
    section(phrases, 'history', [timeline(view, phrases)]),
    section(phrases, 'messages', comments(view, phrases)),
  ];
  return framed(
    { number: view.number, version: view.version, status: view.status, readerName, reader },
    sections,
    particulars,
  );
}

function section(phrases: Phrases, name: string, blocks: readonly Block[]): Section {
  return { heading: phrases.say(`report.section.${name}`).text, blocks };
}

function facts(rows: readonly (Fact | undefined)[]): Block {
  return { kind: 'facts', facts: rows.filter((row) => row !== undefined) };
}

function fact(phrases: Phrases, key: string, value: Run | string | undefined): Fact | undefined {
  if (value === undefined) return undefined;
  const run = typeof value === 'string' ? { text: value, language: phrases.language } : value;
  return { label: phrases.say(`label.${key}`).text, value: run };
}

function caseFacts(view: RequestView, phrases: Phrases): readonly (Fact | undefined)[] {
  const day = (date: string | undefined) => (date === undefined ? undefined : phrases.day(date));
  const sent = view.history.find(({ event }) => event === 'request.sent')?.at;
  const closed = ['closed', 'refused', 'withdrawn'].includes(view.status)
    ? view.history.at(-1)?.at
    : undefined;
  return [
    fact(phrases, 'area', translated(view.areaTitle, phrases)),
    fact(
      phrases,
      'questionSet',
      suffixed(
        translated(view.questionSet.title, phrases),
        ` (${view.questionSet.id} ${view.questionSet.version})`,
      ),
    ),
    fact(phrases, 'reference', view.reference),
    fact(phrases, 'sentOn', sent === undefined ? undefined : phrases.instant(sent)),
    fact(phrases, 'deadline', day(view.deadline)),
    fact(phrases, 'proposedDeadline', day(view.proposedDeadline)),
    fact(phrases, 'closedOn', closed === undefined ? undefined : phrases.instant(closed)),
    fact(phrases, 'routing', routing(view, phrases)),
    fact(
      phrases,
      'justification',
      view.justification === undefined ? undefined : asRun(view.justification, phrases),
    ),
  ];
}

function routing(view: RequestView, phrases: Phrases): string {
  return view.routing
    .map(({ code, facts: given }) => {
      const all = new Map(given.map(({ name, value }) => [name, value]));
      const keywords = all.get('keywordTitles') ?? all.get('keywords') ?? '';
      return phrases.say(`routing.${code}`, { ...Object.fromEntries(all), keywords }).text;
    })
    .join('; ');
}

function partyFacts(view: RequestView, phrases: Phrases): readonly (Fact | undefined)[] {
  const name = ({ name: title, authority, country }: RequestView['requesting']) =>
    `${title}, ${phrases.country(country)} (${authority})`;
  return [
    fact(phrases, 'requestingAuthority', name(view.requesting)),
    fact(phrases, 'requestingCoordinator', view.requesting.coordinator),
    fact(phrases, 'respondingAuthority', name(view.responding)),
    fact(phrases, 'respondingCoordinator', view.responding.coordinator),
  ];
}

function subjectBlocks(view: RequestView, phrases: Phrases): readonly Block[] {
  if (view.subject === undefined) return [{ kind: 'note', text: phrases.say('view.personalDataHidden') }];
  const rows = view.subject.map(({ label, value, text }) => ({
    label: translated(label, phrases).text,
    value:
      text === undefined
        ? { text: written(value, phrases), language: phrases.language }
        : translated(text, phrases),
  }));
  return [{ kind: 'facts', facts: rows }];
}

/** A date as people read it; anything else as it was given. */
function written(value: string, phrases: Phrases): string {
  return /^\d{4}-\d{2}-\d{2}$/.test(value) ? phrases.day(value) : value;
}

function questions(view: RequestView, phrases: Phrases): Block {
  const rows = view.questions.map((question, index): QuestionRow => {
    const { answer, comment, text, attachment } = question;
    const about = attachment === undefined ? '' : ` [${attachment}]`;
    return {
      number: String(index + 1),
      question: suffixed(translated(text, phrases), about),
      questionComments: marked(comment, phrases),
      ...(answer === undefined ? {} : { answer: answerRun(answer, phrases) }),
      noAnswer: phrases.say('label.noAnswer').text,
      answerComments: marked(answer?.comment, phrases),
    };
  });
  return {
    kind: 'questions',
    columns: [phrases.say('label.question').text, phrases.say('label.answer').text],
    rows,
  };
}

function answerRun(answer: NonNullable<RequestView['questions'][number]['answer']>, phrases: Phrases): Run {
  if (answer.text !== undefined) return translated(answer.text, phrases);
  return { text: plainValue(answer.value, phrases), language: phrases.language };
}

function plainValue(value: AnswerValue, phrases: Phrases): string {
  if (value.date !== undefined) return phrases.day(value.date);
  if (value.country !== undefined) return phrases.country(value.country);
  if (value.period !== undefined) {
    const { from, to } = value.period;
    return `${phrases.day(from)} – ${to === undefined ? '…' : phrases.day(to)}`;
  }
  return value.text ?? value.option ?? '';
}

function documents(view: RequestView, phrases: Phrases): readonly Block[] {
  if (view.attachments.length === 0) return [];
  if (view.level !== 'full') return [{ kind: 'note', text: phrases.say('view.attachmentsHidden') }];
  const plain = (text: string): Run => ({ text, language: phrases.language });
  const rows = view.attachments.map(({ id, name = '', mediaType, size, by, sha256 = '' }) => [
    plain(`${name} [${id}]`),
    plain(`${mediaType}, ${phrases.size(size)}`),
    phrases.say(by === 'requesting' ? 'role.requestingAuthority' : 'role.respondingAuthority'),
    plain(sha256),
  ]);
  const columns = ['document', 'mediaType', 'addedBy', 'sha256'].map(
    (key) => phrases.say(`label.${key}`).text,
  );
  return [{ kind: 'documents', columns, rows }];
}

function timeline(view: RequestView, phrases: Phrases): Block {
  const entries = view.history.map(({ at, event, by }) => ({
    at: phrases.instant(at),
    what: phrases.say(`event.${event}`),
    who: { text: nameOf(by, view), language: phrases.language },
  }));
  return { kind: 'timeline', entries };
}

function comments(view: RequestView, phrases: Phrases): readonly Block[] {
  return view.history.flatMap(({ event, comment }): readonly Block[] =>
    comment === undefined
      ? []
      : [
          {
            kind: 'text',
            label: phrases.say(`event.${event}`).text,
            text: asRun(comment, phrases),
            languageMark: mark(comment, phrases),
          },
        ],
  );
}

function nameOf(authority: string, { requesting, responding }: RequestView): string {
  return [requesting, responding].find((party) => party.authority === authority)?.name ?? authority;
}

function marked(comment: Comment | undefined, phrases: Phrases): readonly MarkedText[] {
  return comment === undefined
    ? []
    : [{ text: asRun(comment, phrases), languageMark: mark(comment, phrases) }];
}

function mark({ language }: Comment, phrases: Phrases): string {
  return phrases.say('label.languageMark', { language: phrases.languageName(language) }).text;
}

function asRun({ text, language }: Comment, phrases: Phrases): Run {
  return phrases.run(text, language);
}

function translated(
  { text, language }: { readonly text: string; readonly language: string },
  phrases: Phrases,
): Run {
  return phrases.run(text, language);
}

function suffixed(run: Run, suffix: string): Run {
  return { ...run, text: `${run.text}${suffix}` };
}
