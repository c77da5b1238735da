import { defined } from '../../domain/kernel/optional.ts';
import { isRestored } from '../../domain/kernel/restored.ts';
import type { Effect, Make, Tell, Write } from '../../domain/kernel/effects.ts';
import type { Recorded } from '../../domain/kernel/workflow.ts';
import type { Directory } from '../../domain/directory/directory.ts';
import type { Advance, CaseNow } from './case-now.ts';
import { caseChange, partsOf } from './changes.ts';
import { eventDigest, sealable } from '../evidence/event-digest.ts';
import { toldDigest, type Announced } from '../evidence/told-digest.ts';
import { append, type Party, type Testimony } from '../evidence/record.ts';
import { held } from '../outgoing/hold.ts';
import type { Hub } from '../hub.ts';
import type { Changes, Mail, Outgoing } from '../ports/records.ts';
import type { ReportOrdered } from '../reports/report-records.ts';

/** News that was just made, with the state it tells of: the relay need not load the case again. */
export type FreshNews = { readonly outgoing: Outgoing; readonly now: CaseNow };

export type Consequences = {
  readonly after: CaseNow;
  readonly changes: Partial<Changes>;
  readonly news: readonly FreshNews[];
  readonly evidence: { readonly chain: string; readonly seq: number; readonly hash: string };
};

/** What a decision leaves behind: events, deliveries, ordered reports and one record of evidence. */
export function consequences(
  hub: Hub,
  { after: decided, recorded }: Advance,
  because: {
    readonly testimony: Testimony;
    readonly directory: Directory;
    readonly opened: boolean;
  },
): Consequences {
  const { testimony, directory, opened } = because;
  const { at } = testimony;
  const done = sorted(recorded.flatMap((event) => effectsOf(event, decided)));
  const outgoing = done.tells.map((effect) => outgoingOf(hub, effect, { now: decided, directory, at }));
  const events = recorded.map((event) => sealable(hub, decided.number, event));
  const { record, head } = append(hub.codec, decided.chain, {
    ...testimony,
    ...(testimony.event === 'HubAction' ? soleRecipient(outgoing) : {}),
    more: {
      ...testimony.more,
      directory: directory.version,
      events: events.map((event) => eventDigest(hub, event)),
      deliveries: toldDigest(hub.codec, outgoing.map(announced)),
    },
  });
  const after = { ...decided, chain: head, isNew: false };
  return {
    after,
    news: outgoing.map((one) => ({ outgoing: one, now: after })),
    evidence: { chain: record.chain, seq: record.seq, hash: record.hash },
    changes: {
      cases: [caseChange(after, { opened, at })],
      parts: [partsOf(after, directory)],
      events,
      evidence: [record],
      outgoing,
      mails: mailsOf(hub, done.writes, { now: decided, at }),
      reports: done.makes.map(({ effect, event }) => orderOf(effect, event, decided.number)),
      erased: done.forgets ? [decided.number] : [],
    },
  };
}

type SetOff = { readonly effect: Effect; readonly event: Recorded };

/** That the database was restored is told to nobody. */
function effectsOf(event: Recorded, { workflow, state }: CaseNow): readonly SetOff[] {
  return isRestored(event) ? [] : workflow.setsOff(event, state).map((effect) => ({ effect, event }));
}

type Sorted = {
  readonly tells: Tell[];
  readonly writes: Write[];
  readonly makes: { readonly effect: Make; readonly event: Recorded }[];
  forgets: boolean;
};

/** By what is to be done; of a kind that nobody carries out the compiler tells. */
function sorted(effects: readonly SetOff[]): Sorted {
  const all: Sorted = { tells: [], writes: [], makes: [], forgets: false };
  for (const { effect, event } of effects) {
    switch (effect.do) {
      case 'tell':
        all.tells.push(effect);
        break;
      case 'write':
        all.writes.push(effect);
        break;
      case 'make':
        all.makes.push({ effect, event });
        break;
      case 'forget':
        all.forgets = true;
        break;
      default:
        effect satisfies never;
    }
  }
  return all;
}

function outgoingOf(
  hub: Hub,
  { to, type, attachments = [] }: Tell,
  given: { readonly now: CaseNow; readonly directory: Directory; readonly at: string },
): Outgoing {
  const { now, directory, at } = given;
  const system = directory.systemOf.get(to);
  if (system === undefined)
    hub.log.warn(
      { authority: to, type, case: now.number },
      'no system speaks for the authority: it waits for one',
    );
  const through = system === undefined ? {} : { system: system.id, ...held(hub, system) };
  // Told is the case as the whole command left it.
  const about = { authority: to, caseNumber: now.number, seq: now.seq, attachments };
  return { id: hub.ids.uuid(), ...through, type, createdAt: at, duplicate: false, chain: now.number, about };
}

/** None where nobody is written to: else rows would wait for an e-mail server that there never is. */
function mailsOf(
  hub: Hub,
  effects: readonly Write[],
  { now: { number: caseNumber, seq }, at }: { readonly now: CaseNow; readonly at: string },
): readonly Mail[] {
  if (!hub.writesMail) return [];
  // Several groups of readers of one authority get one e-mail.
  const once = new Map(
    effects.map(({ to, template }) => [`${to.authority} ${template}`, { authority: to.authority, template }]),
  );
  return [...once.values()].map((one) => ({ id: hub.ids.uuid(), caseNumber, seq, ...one, createdAt: at }));
}

function orderOf(
  { report, kind, parts, language, roles }: Make,
  { by, person, seq, at }: Recorded,
  caseNumber: string,
): ReportOrdered {
  return {
    id: report,
    caseNumber,
    authority: by,
    kind,
    parts,
    language,
    roles,
    ...defined('person', person),
    seq,
    orderedAt: at,
  };
}

/**
 * Who is to be told of what. Only a digest of it goes into the record, which its sender may see: whom the other side's house
 * is told of is none of its business. Each hand-over has a record of its own.
 */
function announced({ id, type, about }: Outgoing): Announced {
  if (!('authority' in about)) return { id, type, to: '', attachments: [] };
  return { id, type, to: about.authority, attachments: about.attachments };
}

/** For whom the hub has done something, where that is one authority. */
function soleRecipient(outgoing: readonly Outgoing[]): { readonly recipient?: Party } {
  const told = new Set(outgoing.map((one) => announced(one).to));
  const [authority] = told;
  return authority === undefined || told.size > 1 ? {} : { recipient: { authority } };
}
