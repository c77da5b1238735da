import { connectorFault } from './fault.ts';
import type { Format, Message } from './message.ts';

/** A message that has come in. */
export type Delivery = {
  readonly message: Message;
  readonly format: Format;
  readonly bytes: Uint8Array;
  readonly at: string;
  /** The same delivery has come before: deliveries are made at least once. */
  readonly isRepeat: boolean;
};

export type Mailbox = {
  /** Everything that has come, repeats included. */
  readonly received: readonly Delivery[];
  isKnown(message: Message): boolean;
  put(delivery: Delivery): void;
  /** Takes the oldest delivery that fits and has not been taken yet; waits for it if need be. */
  take(wanted: Wanted): Promise<Delivery>;
  /** Whoever still waits learns that nothing will come any more. */
  close(): void;
};

export type Wanted = {
  readonly fits: (message: Message) => boolean;
  /** What is waited for, in words, for the one who waits in vain. */
  readonly what: string;
  readonly timeout: number;
};

type Waiting = Wanted & {
  readonly resolve: (delivery: Delivery) => void;
  readonly reject: (fault: Error) => void;
};

/** Keeps what has come until somebody asks for it. */
export function newMailbox(owner: string): Mailbox {
  const received: Delivery[] = [];
  const known = new Set<string>();
  const untaken: Delivery[] = [];
  const waiting: Waiting[] = [];
  return {
    received,
    // The repetition of a receipt answers a repeated message: it has the same id, and is no repeat of a delivery. It may
    // well come before the receipt that it repeats.
    isKnown: ({ id, duplicate }) => duplicate === undefined && known.has(id),
    put(delivery) {
      received.push(delivery);
      if (delivery.message.duplicate === undefined) known.add(delivery.message.id);
      if (delivery.isRepeat) return;
      const index = waiting.findIndex(({ fits }) => fits(delivery.message));
      if (index === -1) untaken.push(delivery);
      else for (const { resolve } of waiting.splice(index, 1)) resolve(delivery);
    },
    take(wanted) {
      const index = untaken.findIndex(({ message }) => wanted.fits(message));
      const [found] = index === -1 ? [] : untaken.splice(index, 1);
      return found === undefined ? waitFor(wanted, waiting, owner) : Promise.resolve(found);
    },
    close() {
      for (const { reject, what } of waiting.splice(0)) reject(nothingCame(owner, what, 'closed'));
    },
  };
}

function waitFor(wanted: Wanted, waiting: Waiting[], owner: string): Promise<Delivery> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      waiting.splice(waiting.indexOf(entry), 1);
      reject(nothingCame(owner, wanted.what, `within ${wanted.timeout} ms`));
    }, wanted.timeout);
    const entry: Waiting = {
      ...wanted,
      resolve(delivery) {
        clearTimeout(timer);
        resolve(delivery);
      },
      reject(fault) {
        clearTimeout(timer);
        reject(fault);
      },
    };
    waiting.push(entry);
  });
}

function nothingCame(owner: string, what: string, why: string): Error {
  return connectorFault('NOTHING_CAME', `${owner} has waited in vain for ${what} (${why}).`, { owner, what });
}
