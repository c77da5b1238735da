import { createHash } from 'node:crypto';
import { fault, type Fault } from '../../domain/kernel/refusals.ts';
import type { Rejected } from './admit.ts';
import type { Hub } from '../hub.ts';
import type { Submission } from '../ports/messages.ts';

/** Bytes of one message, whichever way it comes. */
export const LARGEST_MESSAGE = 4 * 1024 * 1024;

/** As much of what is not read goes into its digest as costs nothing, however large it is. */
const HEAD = 64 * 1024;

/**
 * What is refused before a byte of it is read: what is too large, and what the broker's `user-id` does not vouch for. Its
 * receipt names it by the id that came beside it, its digest covers size and beginning.
 */
export function refusedUnread(
  hub: Pick<Hub, 'codec'>,
  submission: Submission,
): Pick<Rejected, 'id' | 'digest' | 'faults' | 'apart'> | undefined {
  const [first, ...others] = faultsOf(submission);
  if (first === undefined) return undefined;
  const digest = hub.codec.digest(headOf(submission));
  const id = submission.messageId ?? `unreadable:${digest.slice(0, 40)}`;
  const refused = { id, digest, faults: [first, ...others] } as const;
  // Sent again with its user-id, the same message is taken: the id stays free for it.
  return submission.isUnproven === true ? { ...refused, apart: digest } : refused;
}

function faultsOf({ bytes, isUnproven }: Submission): readonly Fault[] {
  return [
    ...(isUnproven === true ? [fault('SENDER_UNPROVEN')] : []),
    ...(bytes.byteLength > LARGEST_MESSAGE
      ? [fault('MESSAGE_TOO_LARGE', '', { limit: String(LARGEST_MESSAGE) })]
      : []),
  ];
}

function headOf({ bytes, isUnproven }: Submission) {
  const head = createHash('sha256').update(bytes.subarray(0, HEAD)).digest('hex');
  return { size: bytes.byteLength, head, isUnproven: isUnproven === true };
}
