import type { Workflow } from '../../domain/case/workflow.ts';
import type { Authority } from '../../domain/directory/authority.ts';
import { FALLBACK_LANGUAGE, textIn, type Language } from '../../domain/kernel/language.ts';
import type { PhraseBook } from '../../schemas/phrases.ts';
import type { Mail } from '../ports/records.ts';
import type { Letter } from '../ports/surroundings.ts';

/** What all e-mails of an installation have in common. */
export type Stationery = {
  readonly phrases: PhraseBook;
  /** Name of the hub, where it has one of its own. */
  readonly issuer?: string;
  /** Where people log in. */
  readonly consoleUrl?: string;
  readonly isTraining: boolean;
};

export type Words = Pick<Letter, 'subject' | 'text' | 'language'>;

/**
 * The words of an e-mail (handbook 5.3.9.3): what to do, of which case, and where. It is made of a template, the number and the
 * reader's own title alone, so that nothing of the case can come into it.
 */
export function mailWords(
  { template, caseNumber }: Pick<Mail, 'template' | 'caseNumber'>,
  reader: Pick<Authority, 'languages' | 'informalTitle' | 'officialName'>,
  { phrases, issuer, consoleUrl, isTraining }: Stationery,
): Words {
  const language = languageFor(reader, template, phrases);
  const { say } = phrases(language);
  const sentence = (key: string, facts: Readonly<Record<string, string>> = {}) => say(key, facts).text;
  const number = { number: caseNumber };
  const { text: authority } = textIn(reader.informalTitle, language, reader.officialName);
  const link =
    consoleUrl === undefined ? [] : [sentence('email.link', { link: linkTo(consoleUrl, caseNumber) })];
  const paragraphs = [
    ...(isTraining ? [sentence('report.training')] : []),
    sentence('email.greeting', { authority }),
    sentence(`email.${template}.text`, number),
    [sentence('email.case', number), ...link].join('\n'),
    [sentence('email.noContent'), sentence('email.automatic')].join('\n'),
    issuer ?? sentence('report.issuer'),
  ];
  return {
    language,
    subject: inOneLine(sentence(`email.${template}.subject`, number)),
    text: `${paragraphs.join('\n\n')}\n`,
  };
}

/** What the texts lack to write the e-mails of these workflows, in whatever language: each would be sent with its key for words. */
export function wordless(
  phrases: PhraseBook,
  workflows: Iterable<Pick<Workflow, 'writes'>>,
): readonly string[] {
  const { say } = phrases(FALLBACK_LANGUAGE);
  const templates = [...workflows].flatMap(({ writes }) => Object.keys(writes));
  const keys = templates.flatMap((template) => [`email.${template}.subject`, `email.${template}.text`]);
  return keys.filter((key) => say(key).text === key);
}

/** The first language of the authority in which the template has been written. */
function languageFor(
  { languages }: Pick<Authority, 'languages'>,
  template: string,
  phrases: PhraseBook,
): Language {
  const key = `email.${template}.text`;
  return languages.find((one) => phrases(one).say(key).language === one) ?? FALLBACK_LANGUAGE;
}

function linkTo(consoleUrl: string, caseNumber: string): string {
  return new URL(`cases/${encodeURIComponent(caseNumber)}`, `${consoleUrl.replace(/\/+$/, '')}/`).href;
}

/** A header that went on in another line would be a header of its own. */
function inOneLine(subject: string): string {
  if (/\p{Cc}/u.test(subject)) throw new TypeError('a subject is one line');
  return subject;
}
