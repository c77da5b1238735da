import { admit, type Admission } from './admit.ts';
import { claimedBy } from './claims.ts';
import { idOf, keyApart, keyOfConflict } from './answer.ts';
import { merge } from '../case/changes.ts';
import { scanInline } from './scan-inline.ts';
import { decideAll } from './decide.ts';
import { isDelivered, type Answer, type Outcome } from './outcome.ts';
import { isHubFault } from '../faults.ts';
import type { Hub } from '../hub.ts';
import type { MessageKey } from '../ports/records.ts';
import type { Submission } from '../ports/messages.ts';
import { keyOfSender } from './sender.ts';

/**
 * The way of a batch of messages through the hub, in one look:
 *
 *   admit    decode, validate, who is speaking            (no database)
 *   load     seen before?, the cases, locked              ┐
 *   decide   rights, status, rules, deliveries, evidence  │ one transaction
 *   write    everything, or nothing                       ┘
 *
 * Only after this the messages are acknowledged, and what is to be told is handed to the relay.
 */
export async function process(hub: Hub, submissions: readonly Submission[]): Promise<readonly Outcome[]> {
  return settle(
    hub,
    submissions.map((submission) => admit(hub, submission)),
  );
}

/** The part of the way that needs the database, for messages that were admitted while another batch was being written. */
export async function settle(hub: Hub, admissions: readonly Admission[]): Promise<readonly Outcome[]> {
  const answers = await settleAny(hub, admissions);
  if (answers.every(isDelivered)) return answers;
  throw new TypeError('every message of a system is answered by a delivery');
}

/** The same for what persons have filled in: each has its answer at once, and nothing is delivered of it. */
export async function settleAny(hub: Hub, admissions: readonly Admission[]): Promise<readonly Answer[]> {
  const scanned = await scanInline(hub, admissions);
  try {
    return await settleOnce(hub, scanned);
  } catch (error) {
    // Another worker has stored one of these messages since we looked: look again, it is a repeat now.
    if (isHubFault(error, 'MESSAGE_SEEN_MEANWHILE')) return settleOnce(hub, scanned);
    throw error;
  }
}

function settleOnce(hub: Hub, admissions: readonly Admission[]): Promise<readonly Answer[]> {
  return hub.store.transaction(async (unit) => {
    const loaded = await unit.load(admissions.flatMap(keysOf), subjectsOf(admissions));
    const uploads = await unit.uploads(claimedBy(admissions));
    const outcomes = await decideAll(hub, { loaded, uploads, unit }, admissions);
    await unit.write(merge(outcomes.map((outcome) => outcome.changes)));
    return outcomes;
  });
}

function keysOf(admission: Admission): readonly MessageKey[] {
  const system = keyOfSender(admission.sender);
  const keys = [idOf(admission), keyOfConflict(admission), keyApart(admission)];
  return keys.flatMap((id) => (id === undefined ? [] : [{ system, id }]));
}

function subjectsOf(admissions: readonly Admission[]): readonly string[] {
  const subjects = admissions.flatMap((admission) =>
    admission.kind === 'admitted' && admission.message.subject !== undefined
      ? [admission.message.subject]
      : [],
  );
  return [...new Set(subjects)].toSorted();
}
