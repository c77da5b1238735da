import type { Area } from '../domain/area/area.ts';
import type { Calendar } from '../domain/kernel/working-days.ts';
import type { Catalogue } from '../schemas/catalogue.ts';
import type { Alarm } from './alarm.ts';
import type { Clock, DirectorySource, Ids, Log } from './ports/surroundings.ts';
import type { Codec, MessageSeal, Signatures } from './ports/messages.ts';
import type { Scanner } from './ports/documents.ts';
import type { Store } from './ports/store.ts';

/** What the hub works with: put together once (`adapters/assemble.ts`), the same for every message. */
export type Hub = {
  readonly catalogue: Pick<Catalogue, 'workflows' | 'commands'>;
  readonly codec: Codec;
  readonly store: Store;
  readonly directory: DirectorySource;
  readonly areas: AreaSource;
  readonly calendar: Calendar;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly alarm: Alarm;
  readonly signing: MessageSigning;
  /** Whether people are told by e-mail. */
  readonly writesMail: boolean;
  /** Absent where documents are not scanned. */
  readonly scanner?: Scanner;
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
