import type { Static, TSchema } from 'typebox';
import type { Area } from '../area/area.ts';
import type { NationalSystem, UserRole } from '../directory/authority.ts';
import type { Directory } from '../directory/directory.ts';
import type { Route } from '../directory/route.ts';
import type { Particulars, ReportChoice } from '../reports/frame.ts';
import type { Report } from '../reports/model.ts';
import type { Language } from './language.ts';
import type { Refusal } from './refusals.ts';

/** RFC 3339 instant in UTC. */
export type Instant = string;

/** Who acts: an authority, through a machine account or a person with these user roles, or the hub itself. */
export type Actor = {
  readonly authority: string;
  readonly roles: readonly UserRole[];
};

/** The hub as an actor: when the clock or a finished job speaks. */
export const THE_HUB: Actor = { authority: 'urn:imi-hub', roles: [] };

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
export type Recorded<E extends Event = Event> = E & {
  readonly seq: number;
  readonly at: Instant;
  /** The authority that acted, or the hub. */
  readonly by: string;
};

/** What every case's state says, whatever its workflow. */
export type CaseState = {
  readonly status: string;
  readonly area: string;
  /** Counts the events that changed what the parties may do; commands are made against it. */
  readonly version: number;
};

/** Everything a rule may look at besides the case. Clock, ids and data are handed in. */
export type Circumstances = {
  readonly at: Instant;
  readonly actor: Actor;
  readonly area: Area;
  readonly directory: Directory;
  /** A new unique number, for whatever the command opens. */
  readonly fresh: string;
};

/** What happened, with the authority that was found for it and why; or why nothing happened. */
export type Decision<E extends Event = Event> =
  { readonly events: readonly E[]; readonly route?: Route } | Refusal;

/** A party of a case together with the user role that acts for it. */
export type Grant<Party extends string = string> = {
  readonly party: Party;
  readonly role: UserRole | 'hub';
};

/**
 * One command, declared once: who may, when, with what data, what follows. Everything said of it anywhere comes from
 * here. (`may` and `decide` are methods so that commands with different data fit into one registry.)
 */
export type Command<
  State extends CaseState = CaseState,
  E extends Event = Event,
  Says extends TSchema = TSchema,
> = {
  readonly name: string;
  /** One sentence for people. */
  readonly summary: string;
  /** Where the rule comes from, such as `handbook 5.3.2.1`. */
  readonly source: string;
  readonly by: readonly Grant[];
  readonly when: readonly State['status'][];
  readonly says: Says;
  /** What else must hold before the command is offered at all, such as a flag of the authority. */
  may?(state: State, circumstances: Circumstances): Refusal | undefined;
  decide(state: State, data: Static<Says>, circumstances: Circumstances): Decision<E>;
};

/** Someone is told of something: a message to an authority's system. */
export type Delivery = {
  readonly to: string;
  /** Type of the message, such as `request.arrived`. */
  readonly type: string;
  /** Attachments whose bytes go along. */
  readonly attachments?: readonly string[];
};

export type Reader = {
  readonly authority: string;
  readonly roles: readonly UserRole[];
  readonly language: Language;
};

/** One kind of case: its commands and its pure functions. */
export type Workflow<
  State extends CaseState = CaseState,
  E extends Event = Event,
  View extends object = object,
> = {
  readonly name: string;
  /** Prefix of its case numbers. */
  readonly prefix: string;
  readonly initial: State;
  readonly commands: readonly Command<State, E>[];
  /** Message types by which the parties are told, with what they mean. */
  readonly tells: Readonly<Record<string, string>>;
  /** Shape of the `case` that such a message carries. */
  readonly shows: TSchema;
  /** Events that leave the case's version as it is. */
  readonly quiet: readonly string[];
  /** As which parties the authority takes part in the case. */
  parties(state: State, authority: string, directory: Directory): readonly string[];
  /** The status as that authority may know it: what is held back from it does not show here either. */
  statusFor(state: State, authority: string, directory: Directory): string;
  /** When the exchange came to its end; nothing while it goes on. */
  endedAt(state: State): Instant | undefined;
  evolve(state: State, event: Recorded<E>): State;
  deliveries(event: Recorded<E>, state: State): readonly Delivery[];
  /** What this reader sees; nothing when the case is none of its business. */
  view(
    state: State,
    reader: Reader,
    world: { readonly area: Area; readonly directory: Directory },
  ): View | undefined;
  /** What a report shows: less than what its reader sees on screen, perhaps. The page and the embedded data alike. */
  reportView(
    state: State,
    order: { readonly choice: ReportChoice; readonly reader: Reader },
    world: { readonly area: Area; readonly directory: Directory },
  ): View | undefined;
  report(view: View, particulars: Particulars): Report;
};

/** Declares a command; only there to infer the type of its data. */
export function command<State extends CaseState, E extends Event>() {
  return <Says extends TSchema>(declaration: Command<State, E, Says>): Command<State, E, Says> => declaration;
}

export function isRefusal(result: object): result is Refusal {
  return 'refused' in result;
}

/** The actor of a system's machine account. */
export function machineActor(system: NationalSystem, authority: string): Actor {
  return { authority, roles: system.roles };
}
