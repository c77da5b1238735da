import { factViews, type Receipt } from '../../schemas/receipt.ts';
import { defined } from '../../domain/kernel/optional.ts';
import type { Admission, Sent } from './admit.ts';
import type { Advance } from '../case/case-now.ts';
import type { FreshNews } from '../case/consequences.ts';
import { held } from '../outgoing/hold.ts';
import type { Hub } from '../hub.ts';
import type { Answer } from './outcome.ts';
import type { Addressed, Changes } from '../ports/records.ts';
import { keyOfSender } from './sender.ts';

/** The id by which a receipt names the message. */
export function idOf(admission: Admission): string {
  return admission.kind === 'admitted' ? admission.message.id : admission.id;
}

/** What is wrong with an id stands under keys that no sender can use. Here: the same id with this other content. */
export function keyOfConflict(admission: Admission): string {
  return `${idOf(admission)}#${admission.digest.slice(0, 16)}`;
}

/** And here: the message with this signature, or without one, or without the broker's word for its sender, where that is why it is refused. */
export function keyApart(admission: Admission): string | undefined {
  if (admission.kind === 'admitted' || admission.apart === undefined) return undefined;
  return `${admission.id}#${admission.apart.slice(0, 16)}`;
}

export function routeView({
  authority,
  reasons,
}: NonNullable<Advance['route']>): NonNullable<Receipt['route']> {
  const views = reasons.map(({ code, facts }) => ({ code, facts: factViews(facts) }));
  return { authority, reasons: views };
}

/** The receipt of a message as it is stored, remembered and sent. */
export function answer(
  hub: Hub,
  admission: Admission,
  given: {
    readonly id: string;
    readonly receipt: Receipt;
    readonly chain: string;
    readonly caseNumber?: string;
    readonly news: readonly FreshNews[];
    readonly changes: Partial<Changes>;
  },
): Answer {
  const { id, chain, caseNumber } = given;
  const { sender, receivedAt, digest, receiptId } = admission;
  const { receipt } = given;
  const outgoing = receiptDelivery(hub, admission, { chain, id, duplicate: false });
  const outcome = receipt.outcome === 'accepted' ? ('accepted' as const) : ('rejected' as const);
  const message = {
    system: keyOfSender(sender),
    id,
    digest,
    receivedAt,
    outcome,
    receipt,
    receiptId,
    ...(caseNumber === undefined ? {} : { caseNumber }),
  };
  return {
    receipt: {
      said: receipt,
      ...defined('caseNumber', caseNumber),
      isRepeated: false,
      ...defined('outgoing', outgoing),
    },
    news: given.news,
    changes: {
      ...given.changes,
      messages: [message],
      outgoing: [...(given.changes.outgoing ?? []), ...(outgoing === undefined ? [] : [outgoing])],
    },
  };
}

/** Each submission that is answered has a delivery of its own; it bears the time of the submission. A person has the answer at once. */
export function receiptDelivery(
  hub: Hub,
  { sender, receivedAt, waitsUntil, receiptId }: Pick<Admission, keyof Sent | 'receiptId'>,
  { id, ...given }: { readonly id: string; readonly chain: string; readonly duplicate: boolean },
): Addressed | undefined {
  if (!('system' in sender)) return undefined;
  const { system } = sender;
  return {
    id: receiptId,
    system,
    type: 'receipt',
    createdAt: receivedAt,
    ...given,
    ...(waitsUntil === undefined
      ? held(hub, hub.directory.current().systems.get(system))
      : { heldUntil: waitsUntil }),
    about: { messageId: id },
  };
}
