import { fault } from '../../domain/kernel/refusals.ts';
import { sentFrom, UNREAD, type Rejected } from './admit.ts';
import type { Outcome } from './outcome.ts';
import type { Hub } from '../hub.ts';
import { merge } from '../case/changes.ts';
import { append, KEEP_LETTER } from '../evidence/record.ts';
import type { DeadLetter } from '../ports/records.ts';
import type { Submission } from '../ports/messages.ts';
import { settle } from './settle.ts';
import { chainOfSender } from './sender.ts';

/** What the broker says of a dead letter. */
export type Death = {
  readonly queue: string;
  readonly reason: string;
  readonly system?: string;
  /** It has ended the process that read it, again and again: it is not read any more. */
  readonly isDeadly?: boolean;
};

/**
 * Keeps a submission that could not be processed, and answers its sender: also what fails has exactly one receipt
 * (design, "Receipts that mean something"). When the message had been accepted after all, that receipt goes out again.
 */
export async function bury(hub: Hub, submission: Submission, death: Death): Promise<readonly Outcome[]> {
  const { system, reason, queue } = { system: death.system, ...death };
  const trace = traceOf(hub, { queue, system, bytes: submission.bytes });
  await keepLetter(hub, {
    id: trace,
    reason,
    queue,
    diedAt: submission.receivedAt,
    bytes: submission.bytes,
    ...(system === undefined ? {} : { system }),
    ...(submission.messageId === undefined ? {} : { messageId: submission.messageId }),
  });
  hub.log.error({ trace, queue, reason, system }, 'dead letter kept');
  if (system === undefined) return [];
  return settle(hub, [nonDelivery(hub, submission, { trace, isDeadly: death.isDeadly === true })]);
}

/** Whether this submission of a system that is known lies among the letters, though its sender may not have been answered. */
export function isBuried(hub: Hub, { system, bytes }: Submission, { queue }: Death): Promise<boolean> {
  const trace = traceOf(hub, { queue, system, bytes });
  return hub.store.transaction((unit) => unit.isKept(trace));
}

/** Letters of nobody who is known. */
const LETTERS_OF_NOBODY = 'hub/dead-letters';

/** Keeps a letter, once, and testifies that it does: one that disappears is missed. */
export function keepLetter(hub: Hub, letter: Omit<DeadLetter, 'chain'>): Promise<void> {
  const { id, system, reason, diedAt: at } = letter;
  const chain = system === undefined ? LETTERS_OF_NOBODY : chainOfSender({ system });
  return hub.store.transaction(async (unit) => {
    const head = (await unit.heads([chain])).get(chain);
    if (head === undefined || (await unit.isKept(id))) return;
    const testimony = { event: 'HubAction', at, reasons: [reason], more: { command: KEEP_LETTER } } as const;
    const { record, head: moved } = append(hub.codec, head, testimony);
    await unit.write(merge([{ evidence: [record], heads: [moved], letters: [{ ...letter, chain }] }]));
  });
}

/**
 * The id of a dead letter comes from the letter itself: one that is taken up again, because its sender could not be
 * answered, is the same letter, and is kept once.
 */
export function traceOf(
  hub: Hub,
  letter: { readonly queue: string; readonly system: string | undefined; readonly bytes: Uint8Array },
): string {
  const { queue, system = '', bytes } = letter;
  const digest = hub.codec.digest({ queue, system, bytes: Buffer.from(bytes).toString('base64') });
  return digest.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

function nonDelivery(
  hub: Hub,
  submission: Submission,
  { trace, isDeadly }: { readonly trace: string; readonly isDeadly: boolean },
): Rejected {
  // The canonical digest where the message can be read, so that the same is recognised, before and afterwards.
  const read = isDeadly ? undefined : readable(hub, submission);
  return {
    kind: 'rejected',
    ...sentFrom(submission),
    receiptId: hub.ids.uuid(),
    id: read?.id ?? submission.messageId ?? `unreadable:${rawDigest(hub, submission).slice(0, 40)}`,
    digest: read?.digest ?? UNREAD,
    faults: [fault('UNDELIVERABLE', '', { trace })],
  };
}

/** One that is refused for its form is known by its bytes, as `admit` knows it. */
function readable(
  hub: Hub,
  submission: Submission,
): { readonly id: string | undefined; readonly digest: string } | undefined {
  try {
    const decoded = hub.codec.decode(submission.bytes, submission.contentType);
    return 'message' in decoded
      ? { id: decoded.message.id, digest: decoded.digest }
      : { id: decoded.id, digest: rawDigest(hub, submission) };
  } catch {
    // It may be reading it that failed; then its transport id must do.
    return undefined;
  }
}

function rawDigest({ codec }: Hub, { bytes }: Submission): string {
  return codec.digest(Buffer.from(bytes).toString('base64'));
}
