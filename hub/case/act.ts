import { isRefusal, THE_HUB, type Instant } from '../../domain/kernel/workflow.ts';
import type { Refusal } from '../../domain/kernel/refusals.ts';
import { defined } from '../../domain/kernel/optional.ts';
import type { Circumstances, World } from '../../domain/world.ts';
import { advance, caseOf, type CaseNow } from './case-now.ts';
import { merge } from './changes.ts';
import { worldOf } from './law.ts';
import { consequences, type Consequences, type FreshNews } from './consequences.ts';
import { hubFault } from '../faults.ts';
import type { Hub } from '../hub.ts';
import type { CaseRecord, Changes } from '../ports/records.ts';
import type { Loaded } from '../ports/store.ts';

/** Something that the hub itself does to a case: when a job is finished or the clock has struck. */
export type Act = {
  readonly caseNumber: string;
  readonly command: string;
  readonly data: unknown;
  /** What is written in the same transaction, at the moment of the act. */
  readonly along?: (at: Instant) => Partial<Changes>;
  /** Looks at the case when it is locked; throws where the act no longer fits it. */
  readonly check?: (record: CaseRecord) => void;
};

/** The same door as for everybody: the command's declaration, one transaction, one record of evidence. */
export function act(hub: Hub, given: Act): Promise<readonly FreshNews[] | Refusal> {
  const { caseNumber, command, data } = given;
  return hub.store.transaction(async (unit) => {
    const { now, record, world } = openLoaded(hub, await unit.load([], [caseNumber]), caseNumber);
    given.check?.(record);
    const at = hub.clock.now();
    const circumstances: Circumstances = { ...world, at, actor: THE_HUB, fresh: hub.ids.uuid() };
    const done = performed(hub, now, { command, data, circumstances });
    if (isRefusal(done)) return done;
    await unit.write(merge([done.changes, given.along?.(at) ?? {}]));
    return done.news;
  });
}

/** A case that was locked and loaded, with what the hub knows of its law. */
export function openLoaded(
  hub: Hub,
  loaded: Loaded,
  number: string,
): { readonly now: CaseNow; readonly record: CaseRecord; readonly world: World } {
  if (loaded.unsound.has(number))
    throw hubFault('RECORD_UNSOUND', 'the case is not as the hub has written it', { case: number });
  const record = loaded.cases.get(number);
  const now = caseOf(hub.catalogue, record);
  const world = now && worldOf(hub, now.workflow, now.area);
  if (record === undefined)
    throw hubFault('STORE_UNAVAILABLE', 'the hub acts on a case that cannot be loaded', { case: number });
  if (now === undefined || world === undefined)
    throw hubFault('CASE_WITHOUT_LAW', 'the area or the workflow of the case is not there', { case: number });
  return { now, record, world };
}

/** What the hub does in a case, as it is to be written. */
export function performed(
  hub: Hub,
  now: CaseNow,
  {
    command,
    data,
    circumstances,
    askedBy,
  }: {
    readonly command: string;
    readonly data: unknown;
    readonly circumstances: Circumstances;
    /** The case that asks it of this one, and the event by which it does. */
    readonly askedBy?: { readonly case: string; readonly event: number };
  },
): Consequences | Refusal {
  const declared = hub.catalogue.commands.get(command)?.in.get(now.workflow.name);
  if (declared === undefined)
    throw new TypeError(`cases of the workflow ${now.workflow.name} have no command ${command}`);
  const result = advance(now, { command: declared, data, circumstances });
  if (isRefusal(result)) return result;
  const { at, directory } = circumstances;
  const more = { command, ...defined('askedBy', askedBy) };
  const testimony = { event: 'HubAction' as const, at, more };
  return consequences(hub, result, { testimony, directory, opened: now.isNew });
}
