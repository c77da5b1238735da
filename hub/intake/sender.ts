import { invitationUrn, personUrn, systemUrn } from '../../domain/kernel/message.ts';

/** Who has sent a message, or filled in a form: for an authority, or as one who has been invited. */
export type Sender =
  { readonly system: string } | { readonly person: string } | { readonly invitation: string };

/** As which sender's a message is remembered. No system is called like a person or an invitation: its name has no stroke. */
export function keyOfSender(sender: Sender): string {
  if ('system' in sender) return sender.system;
  return 'person' in sender ? `person/${sender.person}` : `invitation/${sender.invitation}`;
}

/** The `source` of what came from whom the key stands for, and the `receiver` of what goes there. */
export function urnOfKey(key: string): string {
  const [kind, number] = key.split('/', 2);
  if (number === undefined) return systemUrn(key);
  return kind === 'person' ? personUrn(number) : invitationUrn(number);
}

/** Whether what is remembered under the key was filled in, and its receipt given at once. */
export function isOfForm(key: string): boolean {
  return key.includes('/');
}

/** The chain of evidence of what belongs to no case: refusals of a sender's messages, and their receipts. */
export function chainOfSender(sender: Sender): string {
  return 'system' in sender ? `system/${sender.system}` : keyOfSender(sender);
}
