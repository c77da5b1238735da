import { createHash } from 'node:crypto';
import type { Taken } from '../adapters/amqp/broker.ts';
import { deathOf, submissionFrom, timesTaken } from '../adapters/amqp/submission.ts';
import { admit } from '../hub/intake/admit.ts';
import { bury, isBuried } from '../hub/intake/dead-letters.ts';
import { isHubFault, isOutage, reasonOf } from '../hub/faults.ts';
import type { Outcome } from '../hub/intake/outcome.ts';
import type { Submission } from '../hub/ports/messages.ts';
import { settle } from '../hub/intake/settle.ts';
import { parcelsOf } from '../hub/outgoing/relay.ts';
import { dealWith, type DeadLetterParts } from './dead-letters.ts';

/** How often a dead submission may end its process before it is read no more: it may be killed for another reason. */
const LAST_TRIES = 3;

/** So often a dead submission may meet what looks like an outage while others are written: then it is no outage. */
const PROOFS = 3;

/**
 * A submission that has died is tried once more, all alone: it may have died of its neighbours, or of a broken line.
 * What fails even so is kept, and its sender answered; what has no sender is only kept.
 */
export function openDeadSubmissions(parts: DeadLetterParts): (taken: Taken) => Promise<void> {
  const survived = newSurvived();
  return async (taken) => {
    const tries = timesTaken(taken.message) - survived.times(taken.message);
    const isDone = await takeDeadSubmission({ ...parts, isDeadly: tries > LAST_TRIES }, taken);
    if (!isDone || taken.isLost()) survived.again(taken.message);
  };
}

/**
 * What a message has come back for without having ended this process, such as an outage of the store, or an answer that could
 * not be stored: the broker counts that like everything. There is seldom one, and what is forgotten is only counted.
 */
function newSurvived() {
  const times = new Map<string, number>();
  return {
    times: (message: Taken['message']) => (times.size === 0 ? 0 : (times.get(nameOf(message)) ?? 0)),
    again(message: Taken['message']) {
      const name = nameOf(message);
      times.set(name, (times.get(name) ?? 0) + 1);
      const [oldest = name] = times.keys();
      if (times.size > MOST_SURVIVED) times.delete(oldest);
    },
  };
}
const MOST_SURVIVED = 1000;

function nameOf({ content }: Taken['message']): string {
  return createHash('sha256').update(content).digest('hex');
}

type Trial = DeadLetterParts & { readonly isDeadly: boolean };

/** Whether it has been dealt with; if not, it comes again. */
async function takeDeadSubmission(parts: Trial, taken: Taken): Promise<boolean> {
  const doubts = { store: openDoubt(parts.lastAt), scanner: openDoubt(parts.answeredAt ?? parts.lastAt) };
  const mayBeOutage = (error: unknown) =>
    isHubFault(error, 'SCANNER_UNAVAILABLE') ? doubts.scanner() : doubts.store();
  const outcomes = await dealWith(
    parts.hub,
    taken,
    async () => (await tryAlone(parts, taken, mayBeOutage)) ?? (await keep(parts, taken)),
  );
  if (outcomes !== undefined) void parts.handOver(parcelsOf(outcomes));
  return outcomes !== undefined;
}

/** Whether a failure may still be the store's and not the message's own: until others have been written meanwhile, several times. */
function openDoubt(lastAt: () => number): () => boolean {
  let [seen, proofs] = [lastAt(), 0];
  return () => {
    if (lastAt() > seen) proofs += 1;
    seen = lastAt();
    return proofs < PROOFS;
  };
}

async function tryAlone(
  parts: Trial,
  taken: Taken,
  mayBeOutage: (error: unknown) => boolean,
): Promise<readonly Outcome[] | undefined> {
  const { hub } = parts;
  const submission = submissionIn(parts, taken);
  if (submission === undefined || parts.isDeadly) return undefined;
  // A letter stays one: accepted now, it would be a letter without a reason, and evidence would testify to both.
  if (await isBuried(hub, submission, deathOf(taken.message))) return undefined;
  try {
    return await settle(hub, [admit(hub, submission)]);
  } catch (error) {
    if (isOutage(error) && mayBeOutage(error)) throw error;
    hub.log.error({ reason: reasonOf(error) }, 'a message cannot be processed, not even alone');
    return undefined;
  }
}

async function keep(parts: Trial, taken: Taken): Promise<readonly Outcome[]> {
  const { hub, metrics, isDeadly } = parts;
  const submission = submissionIn(parts, taken);
  const { content: bytes } = taken.message;
  const anonymous = { system: '', bytes, contentType: '', receivedAt: hub.clock.now() };
  const death = { ...deathOf(taken.message), isDeadly };
  const named = submission === undefined ? death : { ...death, system: submission.system };
  const outcomes = await bury(hub, submission ?? anonymous, named);
  metrics.deadLetter('submissions');
  return outcomes;
}

function submissionIn({ hub, config }: DeadLetterParts, { message }: Taken): Submission | undefined {
  return submissionFrom(message, { prefix: config.AMQP_USER_PREFIX, receivedAt: hub.clock.now() });
}
