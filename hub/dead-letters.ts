import { fault } from '../domain/kernel/refusals.ts';
import type { Rejected } from './admit.ts';
import type { Outcome } from './outcome.ts';
import type { Hub } from './hub.ts';
import type { Submission } from './ports.ts';
import { settle } from './process.ts';

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
  await hub.store.saveDeadLetter({
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
  // The canonical digest where the message can be read, so that one accepted before is recognised.
  const read = isDeadly ? undefined : readable(hub, submission);
  const raw = hub.codec.digest(Buffer.from(submission.bytes).toString('base64'));
  return {
    kind: 'rejected',
    submission,
    id: read?.id ?? submission.messageId ?? `unreadable:${raw.slice(0, 40)}`,
    digest: read?.digest ?? raw,
    faults: [fault('UNDELIVERABLE', '', { trace })],
  };
}

function readable(
  hub: Hub,
  submission: Submission,
): { readonly id: string; readonly digest: string } | undefined {
  try {
    const decoded = hub.codec.decode(submission.bytes, submission.contentType);
    return 'message' in decoded ? { id: decoded.message.id, digest: decoded.digest } : undefined;
  } catch {
    // It may be reading it that failed; then its transport id must do.
    return undefined;
  }
}
