import { defined } from '../kernel/optional.ts';
import type { MessageContent, MessageFacts } from './events.ts';
import type { HeldReply, OpenRequest } from './state.ts';
import type { Answer } from '../exchange/content.ts';

/** The request with the documents that came with a message. */
export function addedTo(
  state: OpenRequest,
  { side, attachments }: MessageFacts,
  content: MessageContent | undefined,
): OpenRequest {
  return {
    ...state,
    attachments: [...state.attachments, ...attachments.map((fact) => ({ ...fact, side }))],
    attachmentNames: [...state.attachmentNames, ...(content?.attachmentNames ?? [])],
  };
}

/**
 * While a reply is held for approval the other side, which must not know of it, may use the same numbers for its documents. They
 * were there first: those of the reply get the next free ones.
 */
export function renumbered(reply: HeldReply, taken: readonly { readonly id: string }[]): HeldReply {
  const used = new Set(taken.map(({ id }) => id));
  const clashing = reply.attachments.filter(({ id }) => used.has(id));
  if (clashing.length === 0) return reply;
  for (const { id } of reply.attachments) used.add(id);
  const given = new Map<string, string>();
  for (const { id } of clashing) given.set(id, nextFree(used));
  const renamed = (id: string) => given.get(id) ?? id;
  const again = <T extends { readonly id: string }>(one: T) => ({ ...one, id: renamed(one.id) });
  return {
    ...reply,
    attachments: reply.attachments.map(again),
    attachmentNames: reply.attachmentNames.map(again),
    answers: reply.answers.map((answer) => pointingTo(answer, renamed)),
  };
}

function nextFree(used: Set<string>): string {
  let number = 1;
  while (used.has(`doc-${number}`)) number += 1;
  const id = `doc-${number}`;
  used.add(id);
  return id;
}

function pointingTo(answer: Answer, renamed: (id: string) => string): Answer {
  const attachments = 'attachments' in answer.value ? answer.value.attachments?.map(renamed) : undefined;
  return attachments === undefined
    ? answer
    : { ...answer, value: { ...defined('attachments', attachments) } };
}
