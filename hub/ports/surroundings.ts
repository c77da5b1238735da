import type { Format } from '../../domain/directory/authority.ts';
import type { Directory } from '../../domain/directory/directory.ts';
import type { Language } from '../../domain/kernel/language.ts';
import type { Instant } from '../../domain/kernel/workflow.ts';

/** What the hub finds around itself: time, chance, the directory, a log, a way out. */

export type Clock = { now(): Instant };

export type Ids = {
  uuid(): string;
  /** A number for a new case of the workflow with this prefix. */
  caseNumber(prefix: string): string;
  /** Sixteen random bytes, hexadecimal: the salt of a content digest. */
  salt(): string;
};

/** Current copy of the directory; every decision takes the snapshot it is given. */
export type DirectorySource = { current(): Directory };

export type Log = {
  info(facts: Readonly<Record<string, unknown>>, text: string): void;
  warn(facts: Readonly<Record<string, unknown>>, text: string): void;
  error(facts: Readonly<Record<string, unknown>>, text: string): void;
};

/** An e-mail with its words and addresses, as it is sent. */
export type Letter = {
  /** The same whenever this e-mail is sent: its readers' systems know by it that it has come twice. */
  readonly id: string;
  readonly at: Instant;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly language: Language;
};

/**
 * Sends e-mails. Resolves when the server has taken the whole of it; throws `MAIL_REFUSED` where it never will, and `MAIL_WAITS`
 * where it may later, both with a `code` that holds no address.
 */
export type Post = { send(letter: Letter): Promise<void> };

/** Hands a message over to a system's inbox; resolves when the broker has confirmed it. */
export type Outbox = {
  publish(message: {
    readonly id: string;
    readonly system: string;
    readonly type: string;
    readonly format: Format;
    readonly bytes: Uint8Array;
    /** What it belongs to: the message that a receipt answers, else the case. */
    readonly correlation?: string;
  }): Promise<void>;
};
