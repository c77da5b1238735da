import { outcomeOf, reasonOf } from '../hub/faults.ts';
import type { Log } from '../hub/ports/surroundings.ts';
import type { Waiting } from './waiting.ts';

export type Troubles = {
  /** A fault that is not the message's own. */
  tell(error: unknown, pause: number): void;
  /** One that is: the broker tries it again, and counts. */
  giveBack(waiting: Waiting, error: unknown): void;
};

/** What is said of messages that are not written. */
export function openTroubles(log: Log, troubled?: (error: unknown) => void): Troubles {
  return {
    tell(error, pause) {
      troubled?.(error);
      const facts = { reason: reasonOf(error), pause };
      if (outcomeOf(error) === 'ours') log.error(facts, 'the store is not as it should be; messages wait');
      else log.warn(facts, 'the store is away');
    },
    giveBack({ answering }, error) {
      log.error({ reason: reasonOf(error) }, 'a message cannot be processed; the broker will try it again');
      answering.giveBack();
    },
  };
}
