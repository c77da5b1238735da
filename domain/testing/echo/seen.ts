import type { Static } from 'typebox';
import { Comment } from '../../exchange/content.ts';
import { documentBlocks } from '../../exchange/report-documents.ts';
import { messageBlock } from '../../exchange/report-messages.ts';
import { attachmentView } from '../../exchange/shows.ts';
import { documentsSeen } from '../../exchange/view-documents.ts';
import { defined } from '../../kernel/optional.ts';
import { code, integer, list, optional, record, text } from '../../kernel/says.ts';
import type { Reader } from '../../kernel/workflow.ts';
import { framed, type Particulars } from '../../reports/frame.ts';
import type { Block, Report } from '../../reports/model.ts';
import type { Phrases } from '../../reports/phrases.ts';
import { plain } from '../../reports/words.ts';
import type { EchoState } from './state.ts';

/** What is seen of a call, on screen and on paper. */

const Answer = record({ by: code(60), words: optional(text(500)), comment: optional(Comment) });

export const EchoView = record({
  number: code(40),
  status: code(60),
  version: integer({ min: 1, max: 2_147_483_647 }),
  caller: code(60),
  words: optional(text(500)),
  answers: list('answer', Answer, { max: 20 }),
  attachments: list('attachment', attachmentView(['called']), { max: 100 }),
  commands: list('command', code(60), { max: 50 }),
});
export type EchoView = Static<typeof EchoView>;

export function partiesOf({ status, caller, called }: EchoState, authority: string): readonly string[] {
  if (status === 'new') return ['caller'];
  return [...(authority === caller ? ['caller'] : []), ...(called.includes(authority) ? ['called'] : [])];
}

export function view(state: EchoState, { authority, withoutPersonalData }: Reader): EchoView | undefined {
  const { number, status, version, caller, words, attachmentNames } = state;
  const parties = partiesOf(state, authority);
  if (parties.length === 0) return undefined;
  const isFull = withoutPersonalData !== true;
  const isForReader = (from: string) => parties.includes('caller') || from === authority;
  const documents = state.attachments.filter(({ from }) => isForReader(from));
  return {
    number,
    status,
    version,
    caller,
    ...defined('words', isFull ? words : undefined),
    answers: state.answers
      .filter(({ by }) => isForReader(by))
      .map(({ by, ...said }) => (isFull ? { by, ...said } : { by })),
    attachments: documentsSeen(
      documents.map((one) => ({ ...one, by: 'called' as const })),
      attachmentNames,
      { isFull },
    ),
    commands: [],
  };
}

export function page(seen: EchoView, particulars: Particulars): Report {
  const { phrases, choice } = particulars;
  const how = { areNamed: choice.kind === 'full', adders: { called: 'role.respondingAuthority' } };
  const sections = [
    { heading: phrases.say('report.section.messages'), blocks: messages(seen, phrases) },
    {
      heading: phrases.say('report.section.documents'),
      blocks: documentBlocks(seen.attachments, how, phrases),
    },
  ];
  return framed(seen, { preface: [], sections }, particulars);
}

function messages({ words, answers }: EchoView, phrases: Phrases): readonly Block[] {
  const note = (said: string | undefined): readonly Block[] =>
    said === undefined ? [] : [{ kind: 'note', text: plain(said, phrases) }];
  const remark = (by: string, said: Comment | undefined): readonly Block[] =>
    said === undefined
      ? []
      : [messageBlock(said, { label: 'label.comment', byline: plain(by, phrases) }, phrases)];
  return [...note(words), ...answers.flatMap((one) => [...note(one.words), ...remark(one.by, one.comment)])];
}
