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
  /** Answers whether somebody has waited for it; else it lies there until somebody takes it. */
  put(delivery: Delivery): boolean;
  /** Notes what has been handed to somebody past the mailbox. */
  note(delivery: Delivery): void;
  /** Takes the oldest delivery that fits and has not been taken yet; waits for it if need be. */
  take(wanted: Wanted & Patience): Promise<Delivery>;
  /** Wants what fits from now on, and nothing that has come before. */
  expect(wanted: Wanted): Expected;
  /** Whoever still waits learns that nothing will come any more. */
  close(): void;
};

export type Wanted = {
  readonly fits: (message: Message) => boolean;
  /** What is waited for, in words, for the one who waits in vain. */
  readonly what: string;
};
type Patience = { readonly timeout: number };

export type Expected = {
  /** What has come, or comes within so many milliseconds from now. */
  within(timeout: number): Promise<Delivery>;
  /** It is not wanted any more. */
  drop(): void;
};

type Waiting = Wanted & { settle(delivery: Delivery | Error): void };

/** Keeps what has come until somebody asks for it. */
export function newMailbox(owner: string): Mailbox {
  const received: Delivery[] = [];
  const known = new Set<string>();
  const untaken: Delivery[] = [];
  const waiting: Waiting[] = [];
  function note(delivery: Delivery): void {
    received.push(delivery);
    known.add(delivery.message.id);
  }
  function remove(entry: Waiting): void {
    if (waiting.includes(entry)) waiting.splice(waiting.indexOf(entry), 1);
  }
  function expect(wanted: Wanted): Expected {
    const { promise, settle } = openPromise();
    const entry = { ...wanted, settle };
    waiting.push(entry);
    return {
      within(timeout) {
        const timer = setTimeout(() => {
          remove(entry);
          settle(nothingCame(owner, wanted.what, `within ${timeout} ms`));
        }, timeout);
        return promise.finally(() => clearTimeout(timer));
      },
      drop: () => remove(entry),
    };
  }
  return {
    received,
    isKnown: ({ id }) => known.has(id),
    note,
    put(delivery) {
      note(delivery);
      if (delivery.isRepeat) return true;
      const index = waiting.findIndex(({ fits }) => fits(delivery.message));
      const [first] = index === -1 ? [] : waiting.splice(index, 1);
      if (first === undefined) untaken.push(delivery);
      else first.settle(delivery);
      return first !== undefined;
    },
    take({ timeout, ...wanted }) {
      const index = untaken.findIndex(({ message }) => wanted.fits(message));
      const [found] = index === -1 ? [] : untaken.splice(index, 1);
      return found === undefined ? expect(wanted).within(timeout) : Promise.resolve(found);
    },
    expect,
    close() {
      for (const { settle, what } of waiting.splice(0)) settle(nothingCame(owner, what, 'closed'));
    },
  };
}

function openPromise() {
  const settling: ((outcome: Delivery | Error) => void)[] = [];
  const promise = new Promise<Delivery>((resolve, reject) => {
    settling.push((outcome) => (outcome instanceof Error ? reject(outcome) : resolve(outcome)));
  });
  // It may be settled before anybody waits: that is not unheard.
  promise.catch(() => undefined);
  return { promise, settle: (outcome: Delivery | Error) => settling.forEach((end) => end(outcome)) };
}

function nothingCame(owner: string, what: string, why: string): Error {
  return connectorFault('NOTHING_CAME', `${owner} has waited in vain for ${what} (${why}).`, { owner, what });
}
