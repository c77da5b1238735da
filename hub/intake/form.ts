import { invitationUrn, personUrn, schemaUrn, type Message } from '../../domain/kernel/message.ts';
import { defined } from '../../domain/kernel/optional.ts';
import {
  authorityIn,
  type AuthorityActor,
  type Instant,
  type Stranger,
} from '../../domain/kernel/workflow.ts';
import { isMessageId, isPersonNumber, isSource } from '../../schemas/message/envelope.ts';
import { admitRead, type Admission } from './admit.ts';
import type { Hub } from '../hub.ts';
import type { Answer } from './outcome.ts';
import type { Sender } from './sender.ts';
import { settleAny } from './settle.ts';

/**
 * What a person has filled in for an authority, or who was invited before there is one: the same words as in a message of a
 * system, under the same demands, with the same receipt. It is told at once, and nothing is delivered of it.
 */
export type Form = Pick<Message, 'type' | 'subject' | 'caseversion' | 'data'> & {
  /** Given to the form when it was made: sent twice, it is done once and has the same receipt. */
  readonly id: string;
  /** When it was made. */
  readonly time: Instant;
  readonly receivedAt: Instant;
  /** Who has been found to have signed in, for which authority, with which user roles; or with which invitation. */
  readonly by: Person | Stranger;
};

type Person = AuthorityActor & { readonly person: string };

export async function submitForm(hub: Hub, form: Form): Promise<Answer> {
  const [answer] = await settleAny(hub, [admitForm(hub, form)]);
  if (answer === undefined) throw new TypeError('One form has one answer.');
  return answer;
}

/** Read as a message is, so that a form can hold nothing that a message could not. */
function admitForm(hub: Hub, form: Form): Admission {
  const known = { sender: senderOf(form.by), receivedAt: form.receivedAt, receiptId: hub.ids.uuid() };
  const bytes = new TextEncoder().encode(JSON.stringify(messageOf(form)));
  const decoded = hub.codec.decode(bytes, 'application/json');
  if ('message' in decoded) return admitRead(hub, decoded, { known, actor: form.by, faults: [] });
  const digest = hub.codec.digest(Buffer.from(bytes).toString('base64'));
  // One that is none is no name for a receipt.
  const id = isMessageId(form.id) ? form.id : `unreadable:${digest.slice(0, 40)}`;
  return { kind: 'rejected', ...known, id, digest, faults: decoded.faults };
}

/** Numbers are given by the hub; one that is none is a mistake of whoever has let somebody in. */
function senderOf(by: Form['by']): Sender {
  if (!isSource(sourceOf(by)) || (by.kind === 'authority' && !isPersonNumber(by.person)))
    throw new TypeError('persons and invitations have numbers as messages name them');
  return by.kind === 'stranger' ? { invitation: by.invitation } : { person: by.person };
}

function sourceOf(by: Form['by']): string {
  return by.kind === 'stranger' ? invitationUrn(by.invitation) : personUrn(by.person);
}

function messageOf({ id, time, type, subject, caseversion, data, by }: Form): Message {
  return {
    specversion: '1.0',
    id,
    source: sourceOf(by),
    type,
    ...defined('subject', subject),
    time,
    dataschema: schemaUrn(type),
    datacontenttype: 'application/json',
    ...authorityIn(by),
    ...defined('caseversion', caseversion),
    data,
  };
}
