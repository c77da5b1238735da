import { connectorFault } from './fault.ts';
import { isRecord, type Message } from './message.ts';

/** One fault of a message: a stable code, where it is, and what it is. */
type Fact = { readonly name: string; readonly value: string };

export type ReceiptFault = {
  readonly code: string;
  readonly path?: string;
  readonly text: string;
  readonly facts?: readonly Fact[];
};

export type RoutingReason = { readonly code: string; readonly facts: readonly Fact[] };

/** The hub's one answer to a message, as its schema has it. */
export type Receipt = {
  /** Id of the message that is answered. */
  readonly message: string;
  readonly digest?: string;
  readonly outcome: 'accepted' | 'rejected';
  readonly receivedAt: string;
  readonly case?: string;
  readonly version?: number;
  readonly status?: string;
  readonly route?: { readonly authority: string; readonly reasons: readonly RoutingReason[] };
  /** Its record; `receipt` is the id by which that knows it, the one of its first delivery. */
  readonly evidence?: {
    readonly chain: string;
    readonly seq: number;
    readonly hash: string;
    readonly receipt?: string;
  };
  readonly faults?: readonly ReceiptFault[];
};

/** A receipt with what its envelope says: each has an id of its own, repetitions bear a mark. */
export type Answer = Receipt & { readonly delivery: string; readonly duplicate?: 'DUPLICATE_SAME' };

export function answerFrom({ id, duplicate, data }: Message): Answer {
  if (!isReceipt(data)) throw connectorFault('NOT_READABLE', 'This is no receipt.', { id });
  return { ...data, delivery: id, ...(duplicate === undefined ? {} : { duplicate }) };
}

export function answers(message: Message, id: string): boolean {
  return message.type === 'receipt' && isReceipt(message.data) && message.data.message === id;
}

function isReceipt(data: unknown): data is Receipt {
  return (
    isRecord(data) &&
    typeof data['message'] === 'string' &&
    (data['outcome'] === 'accepted' || data['outcome'] === 'rejected')
  );
}
