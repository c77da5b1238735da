import type { Message } from '../../connector/message.ts';
import type { Traffic } from '../../connector/system.ts';

/** What the national systems have sent and received: the other side of the account. */
export type Ledger = {
  /** Messages by system and id, with what they deserve. */
  readonly sent: ReadonlyMap<string, Sent>;
  /** Everything received, repeats included, by system. */
  readonly received: ReadonlyMap<string, readonly Arrived[]>;
  /** Messages sent, repeats included. */
  count(): number;
  send(system: string, message: Message, deserves: Sent['deserves']): void;
  keep(traffic: Traffic): void;
};

export type Sent = {
  readonly system: string;
  readonly id: string;
  readonly type: string;
  readonly deserves: 'accepted' | 'rejected';
};
/** As it came, without its signature: ECDSA makes another each time. */
export type Arrived = { readonly message: Message; readonly text: string };

export function openLedger(): Ledger {
  const sent = new Map<string, Sent>();
  const received = new Map<string, Arrived[]>();
  let count = 0;
  return {
    sent,
    received,
    count: () => count,
    send(system, { id, type }, deserves) {
      count += 1;
      sent.set(`${system} ${id}`, { system, id, type, deserves });
    },
    keep({ direction, system, message, bytes }) {
      if (direction === 'sent' || message === undefined) return;
      const text = Buffer.from(bytes).toString('utf8');
      const arrived = { message, text: text.replace(message.signature ?? '', '') };
      received.set(system, [...(received.get(system) ?? []), arrived]);
    },
  };
}
