import type { Area } from '../domain/area/area.ts';
import type { Clock, Codec, DirectorySource, Ids, Log, MessageSeal, Signatures, Store } from './ports.ts';

/** What the hub works with: handed down once by `main.ts`, the same for every message. */
export type Hub = {
  readonly codec: Codec;
  readonly store: Store;
  readonly directory: DirectorySource;
  readonly areas: AreaSource;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly signing: MessageSigning;
};

/** Signatures on messages: those of national systems, and the hub's own. */
export type MessageSigning = {
  readonly signatures: Signatures;
  readonly seal: MessageSeal;
  /** Receipts are signed in any case. */
  readonly signsEverything: boolean;
};

/** The legislative areas as they are published now. */
export type AreaSource = { current(): ReadonlyMap<string, Area> };
