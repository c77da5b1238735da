import type { Parcel } from './codec.ts';

/** A way to the hub and back. */
export type Channel = {
  /** Resolves when the parcel is safe with the hub's broker, or with its answer where the hub answers at once. */
  send(parcel: Parcel): Promise<Omit<Parcel, 'id'> | undefined>;
  /** Whether `send` brings the answer, and no delivery does. */
  readonly isAnsweredAtOnce: boolean;
  /** Where a message goes out, and where it comes in, in words. */
  readonly out: string;
  readonly in: string;
  /** Fetches the bytes of a report, where the channel can: over HTTP. */
  report?(id: string): Promise<Uint8Array>;
  close(): Promise<void>;
};

export type ChannelOptions = {
  readonly system: string;
  /** Called with each delivery, one after the other; it is acknowledged when the promise resolves. */
  readonly take: (parcel: Parcel) => Promise<void>;
  /** Told of what went wrong with a delivery or with the connection, while the channel goes on. */
  readonly onTrouble: (error: Error) => void;
  /** How long an interrupted connection is waited for when sending, in milliseconds. */
  readonly timeout: number;
};
