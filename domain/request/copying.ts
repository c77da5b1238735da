import type { FilledField } from '../exchange/content.ts';
import { attachmentsIn } from '../exchange/documents.ts';
import { defined } from '../kernel/optional.ts';
import type { Ask } from '../kernel/effects.ts';
import type { Recorded } from '../kernel/workflow.ts';
import { OPEN_COPY, type CopiedPart, type Copy } from './handed-over.ts';
import type { BegunRequest } from './state.ts';

type Copied = Recorded & { readonly facts: { readonly parts: readonly CopiedPart[] } };

/** The copy as it is asked for: of what the copier may see, and of that what it has chosen. */
export function copyOf(state: BegunRequest, { by, person, facts }: Copied): Ask {
  const parts = new Set<string>(facts.parts);
  const isOwn = state.requesting.authority === by;
  const isOpen = isOwn || state.disclosed;
  const attachments = parts.has('attachments') && isOpen ? documentsOf(state) : [];
  const other = isOwn ? state.responding : state.requesting;
  const { content } = state;
  const data: Copy = {
    from: state.number,
    authority: by,
    ...defined('person', person),
    ...defined('questionSet', parts.has('questions') || parts.has('fields') ? state.questionSet : undefined),
    ...defined('addressee', parts.has('addressee') ? other && { authority: other.authority } : undefined),
    questions: parts.has('questions') ? questionsOf(state, new Set(attachments.map(({ id }) => id))) : [],
    // What is said in them may be of the person.
    ...defined('fields', parts.has('fields') && isOpen ? content?.fields?.filter(isNotConfirmed) : undefined),
    subject: parts.has('subject') && isOpen ? [...(content?.subject ?? [])] : [],
    ...defined('justification', parts.has('justification') ? content?.justification : undefined),
    ...defined('reference', parts.has('reference') && isOwn ? content?.reference : undefined),
    documents: attachments,
  };
  const documents = [...new Set(attachments.map(({ sha256 }) => sha256))];
  return { of: { opens: 'request', area: state.area }, command: OPEN_COPY, data, documents };
}

/** The steps of a checklist are confirmed anew for each request. */
function isNotConfirmed({ value }: FilledField): boolean {
  return !('steps' in value);
}

/** Those that came with the request, which its questions are about. */
function documentsOf({ attachments, attachmentNames }: BegunRequest): Copy['documents'] {
  const own = attachments.filter(({ side }) => side === 'requesting');
  return [...attachmentsIn(own, attachmentNames)];
}

/** A question about a document that is not taken over asks about none yet. */
function questionsOf({ asked, content }: BegunRequest, documents: ReadonlySet<string>): Copy['questions'] {
  const written = content?.questions ?? asked;
  return written.map(({ attachment, ...question }) => ({
    ...question,
    ...(attachment !== undefined && documents.has(attachment) ? { attachment } : {}),
  }));
}
