import type { Receipt } from '../schemas/receipt.ts';
import type { Admission } from './admit.ts';
import type { Advance } from './case-now.ts';
import type { Outcome } from './outcome.ts';
import type { FreshNews } from './effect.ts';
import type { Changes, Outgoing } from './ports.ts';

/** The id by which a receipt names the message. */
export function idOf(admission: Admission): string {
  return admission.kind === 'admitted' ? admission.message.id : admission.id;
}

/** What is wrong with an id stands under keys that no sender can use. Here: the same id with this other content. */
export function keyOfConflict(admission: Admission): string {
  return `${idOf(admission)}#${admission.digest.slice(0, 16)}`;
}

/** And here: the message with this signature, or without one, where that is why it is refused. */
export function keyApart(admission: Admission): string | undefined {
  if (admission.kind === 'admitted' || admission.signed === undefined) return undefined;
  return `${admission.id}#${admission.signed.slice(0, 16)}`;
}

export function routeView({
  authority,
  reasons,
}: NonNullable<Advance['route']>): NonNullable<Receipt['route']> {
  const views = reasons.map(({ code, facts }) => ({
    code,
    facts: Object.entries(facts)
      .filter(([, value]) => value !== '')
      .map(([name, value]) => ({ name, value })),
  }));
  return { authority, reasons: views };
}

/** The receipt of a message as it is stored, remembered and sent. */
export function answer(
  { submission, digest }: Admission,
  given: {
    readonly id: string;
    readonly receiptId: string;
    readonly receipt: Receipt;
    readonly chain: string;
    readonly caseNumber?: string;
    readonly news: readonly FreshNews[];
    readonly changes: Partial<Changes>;
  },
): Outcome {
  const { id, receiptId, chain, caseNumber } = given;
  const { system, receivedAt } = submission;
  const receipt = JSON.stringify(given.receipt);
  const outgoing: Outgoing = {
    id: receiptId,
    system,
    type: 'receipt',
    createdAt: receivedAt,
    duplicate: false,
    chain,
    about: { messageId: id },
  };
  const outcome = given.receipt.outcome === 'accepted' ? ('accepted' as const) : ('rejected' as const);
  const message = {
    system,
    id,
    digest,
    receivedAt,
    outcome,
    receipt,
    receiptId,
    ...(caseNumber === undefined ? {} : { caseNumber }),
  };
  return {
    receipt: { ...receiptOf(outgoing, receipt, caseNumber), value: given.receipt },
    news: given.news,
    changes: {
      ...given.changes,
      messages: [message],
      outgoing: [...(given.changes.outgoing ?? []), outgoing],
    },
  };
}

export function receiptOf(
  outgoing: Outgoing,
  data: string,
  caseNumber: string | undefined,
): Outcome['receipt'] {
  return { outgoing, data, ...(caseNumber === undefined ? {} : { caseNumber }) };
}
