import type { Static, TSchema } from 'typebox';
import type { Ask, Effect, Pending } from './effects.ts';
import type { Language } from './language.ts';
import type { Measured } from './measured.ts';
import { HUB, invitationUrn } from './message.ts';
import type { Listed, Part, Watched } from './part.ts';
import type { Refusal, RefusalCode } from './refusals.ts';

/** RFC 3339 instant in UTC. */
export type Instant = string;

/** Who acts. */
export type Actor = AuthorityActor | Stranger | HubActor;

/** An authority, through its machine account or a person, with these user roles. */
export type AuthorityActor = {
  readonly kind: 'authority';
  readonly authority: string;
  /** Number of the person; absent where its system speaks. */
  readonly person?: string;
  readonly roles: readonly string[];
};

/** Whoever has been invited, before there is an authority to act for (handbook 3.1.2). */
export type Stranger = { readonly kind: 'stranger'; readonly invitation: string };

export type HubActor = { readonly kind: 'hub' };

/** The hub as an actor: when the clock or a finished job speaks. */
export const THE_HUB: HubActor = { kind: 'hub' };

/** Who acted, as the history has it: numbers and no names. A name is the directory's, and can go. */
export type By = {
  /** The authority, the hub, or an invitation. */
  readonly by: string;
  /** Number of the person who acted for the authority. */
  readonly person?: string;
};

export function byOf(actor: Actor): By {
  if (actor.kind === 'hub') return { by: HUB };
  if (actor.kind === 'stranger') return { by: invitationUrn(actor.invitation) };
  const { authority: by, person } = actor;
  return person === undefined ? { by } : { by, person };
}

/** The authority that somebody acts for; a stranger has none yet. */
export function authorityIn(actor: Actor): { readonly authority?: string } {
  return actor.kind === 'authority' ? { authority: actor.authority } : {};
}

/** The authority that acts, in commands that are granted to nobody else. */
export function authorityOf(actor: Actor): string {
  if (actor.kind === 'authority') return actor.authority;
  throw new TypeError('only authorities have this command');
}

/**
 * What happened. `facts` stay in the history for good and hold no personal data; `content` is what people wrote or
 * attached: it is stored encrypted, apart from the history, and is absent once it has been erased (handbook 10).
 */
export type Event<Type extends string = string, Facts = unknown, Content = unknown> = {
  readonly type: Type;
  readonly facts: Facts;
  readonly content?: Content;
};

/** An event with its place in the case. */
export type Recorded<E extends Event = Event> = E & By & { readonly seq: number; readonly at: Instant };

/** What every case's state says, whatever its workflow. */
export type CaseState = {
  readonly status: string;
  readonly area: string;
  /** Counts the events that changed what the parties may do; commands are made against it. */
  readonly version: number;
  /** From which version it goes on after the database was restored. */
  readonly leapt?: number;
  /** When it came to its end; absent while it goes on. */
  readonly endedAt?: Instant;
  /** When what people wrote was erased. */
  readonly erasedAt?: Instant;
  /** What has been asked of other cases, and not been carried out yet. */
  readonly pending?: readonly Pending[];
};

/** Whatever else a rule looks at: the law and the directory of the installation, which the kernel need not know. */
export type AnyWorld = { readonly directory: unknown };

/** Everything a rule may look at besides the case. Clock, ids and data are handed in. */
export type Circumstances<World extends AnyWorld = AnyWorld> = World & {
  readonly at: Instant;
  readonly actor: Actor;
  /** A new unique number, for whatever the command opens. */
  readonly fresh: string;
};

/** An authority that was found for something, and why, as codes with their facts. */
export type Found = {
  readonly authority: string;
  readonly reasons: readonly { readonly code: string; readonly facts: Readonly<Record<string, string>> }[];
};

/** What happened, with the authority that was found for it and why; or why nothing happened. */
export type Decision<E extends Event = Event> =
  { readonly events: readonly E[]; readonly route?: Found } | Refusal;

/** As which the hub takes part in every case. */
export const HUB_PARTY = 'the hub';

/** A party of a case together with the user role that acts for it. */
export type Grant<Party extends string = string> = {
  readonly party: Party;
  /** A user role of the party's authority; `hub` or `stranger` where it is none. */
  readonly role: string;
};

/** Granted to the hub alone: no message gives such a command. */
export const BY_THE_HUB: readonly Grant[] = [{ party: HUB_PARTY, role: 'hub' }];

/**
 * One command, declared once: who may, when, with what data, what follows. Everything said of it anywhere comes from
 * here. (`may` and `decide` are methods so that commands with different data fit into one registry.)
 */
export type Command<
  State extends CaseState = CaseState,
  E extends Event = Event,
  Says extends TSchema = TSchema,
  World extends AnyWorld = AnyWorld,
> = {
  readonly name: string;
  /** One sentence for people. */
  readonly summary: string;
  /** Where the rule comes from, such as `handbook 5.3.2.1`. */
  readonly source: string;
  readonly by: readonly Grant[];
  readonly when: readonly State['status'][];
  /** The statuses that the case can have after it, or that it leaves the status as it was. */
  readonly leadsTo: readonly State['status'][] | 'same';
  /** What its own rule can refuse it with, besides what every command can be refused with (`EVERY_COMMAND_REFUSES`). */
  readonly refuses: readonly RefusalCode[];
  readonly says: Says;
  /** What else must hold before the command is offered at all, such as a flag of the authority. */
  may?(state: State, circumstances: Circumstances<World>): Refusal | undefined;
  decide(state: State, data: Static<Says>, circumstances: Circumstances<World>): Decision<E>;
};

/**
 * Something that the hub is to do when a moment has come. What is due is asked anew after each event and before anything is
 * done, so nothing has ever to be cancelled: what no longer follows from the case is due no more.
 */
export type Due = { readonly at: Instant; readonly command: string; readonly data?: unknown };

export type Reader = {
  readonly authority: string;
  readonly roles: readonly string[];
  readonly language: Language;
  /** Reads what is to hold no personal data, whatever the roles would show on screen: a report for many. */
  readonly withoutPersonalData?: true;
};

/** One kind of case: its commands and its pure functions. */
export type Workflow<
  State extends CaseState = CaseState,
  E extends Event = Event,
  View extends object = object,
  World extends AnyWorld = AnyWorld,
> = {
  readonly name: string;
  /** Prefix of its case numbers. */
  readonly prefix: string;
  /** User roles that it knows: what a system or a person can be for an authority (handbook 5.2.2). */
  readonly roles: readonly string[];
  readonly initial: State;
  readonly commands: readonly Command<State, E, TSchema, World>[];
  /** Message types by which the parties are told, with what they mean. */
  readonly tells: Readonly<Record<string, string>>;
  /** Templates of the e-mails that people get, with what they mean; their words are `email.<template>.…` in the texts. */
  readonly writes: Readonly<Record<string, string>>;
  /** Shape of the `case` that such a message carries; its `commands` are filled in by the hub. */
  readonly shows: TSchema;
  /** Statuses in which a case has come to its end. */
  readonly ended: readonly State['status'][];
  /** Events that leave the case's version as it is. */
  readonly quiet: readonly string[];
  /** As which parties somebody takes part in the case. The hub is asked for in every case, and is none of them. */
  parties(state: State, actor: AuthorityActor | Stranger, directory: World['directory']): readonly string[];
  readonly listed: Listed;
  /** All who take part, an authority once: what lists, searches and statistics find the case by. */
  parts(state: State): readonly Part[];
  /** By which user role an authority allocates its cases to persons, if it does; absent where none does. */
  readonly allocation?: {
    readonly role: string;
    isUsed(directory: World['directory'], authority: string, area: string): boolean;
  };
  /** Into whose cases an authority may look beside its own. */
  watches(authority: string, directory: World['directory']): readonly Watched[];
  /** The status as that authority may know it: what is held back from it does not show here either. */
  statusFor(state: State, authority: string, directory: World['directory']): string;
  /** The version as that authority may know it, where something may have happened that is held back from it; else the state's. */
  versionFor?(state: State, authority: string, directory: World['directory']): number;
  evolve(state: State, event: Recorded<E>): State;
  setsOff(event: Recorded<E>, state: State): readonly Effect[];
  /** What it asks of other cases, in its order; absent where it never asks. Without erased content it asks as much, and of the same. */
  asks?(event: Recorded<E>, state: State): readonly Ask[];
  /** What statistics count of it; absent where nothing is counted, and nothing before there is anything. What is counted once stays so. */
  measured?(state: State, world: World): Measured | undefined;
  /**
   * What the hub is to do in the case as it stands, and when: by its law and the calendar. Not by the directory, whose every change
   * would have to ask all cases again; what hangs on it the command itself looks at.
   */
  due(state: State, world: Omit<World, 'directory'>): readonly Due[];
  /** What this reader sees; nothing when the case is none of its business. */
  view(state: State, reader: Reader, world: World): View | undefined;
};

/** The statuses that the case can have after the command, given the one before it. */
export function statusesAfter({ leadsTo }: Pick<Command, 'leadsTo'>, before: string): readonly string[] {
  return leadsTo === 'same' ? [before] : leadsTo;
}

export function isRefusal(result: object): result is Refusal {
  return 'refused' in result;
}
