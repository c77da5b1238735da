import type { Area } from '../domain/area/area.ts';
import type { Clock, Codec, DirectorySource, Ids, Log, Store } from './ports.ts';

/** What the hub works with: handed down once by `main.ts`, the same for every message. */
export type Hub = {
  readonly codec: Codec;
  readonly store: Store;
  readonly directory: DirectorySource;
  readonly areas: AreaSource;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
};

/** The legislative areas as they are published now. */
export type AreaSource = { current(): ReadonlyMap<string, Area> };
