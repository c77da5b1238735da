/** Who has sent a message, or filled in a form. */
export type Sender = { readonly system: string } | { readonly person: string };

/** As which sender's a message is remembered. No system is called like a person: its name has no stroke. */
export function keyOfSender(sender: Sender): string {
  return 'system' in sender ? sender.system : `person/${sender.person}`;
}

/** The chain of evidence of what belongs to no case: refusals of a sender's messages, and their receipts. */
export function chainOfSender(sender: Sender): string {
  return 'system' in sender ? `system/${sender.system}` : keyOfSender(sender);
}
