import { isRefusal, THE_HUB, type Circumstances } from '../domain/kernel/workflow.ts';
import type { Refusal } from '../domain/kernel/refusals.ts';
import { WORKFLOWS } from '../domain/workflows.ts';
import { COMMANDS } from '../schemas/catalogue.ts';
import { advance, caseFrom } from './case-now.ts';
import { merge } from './changes.ts';
import { effect, type FreshNews } from './effect.ts';
import { hubFault } from './faults.ts';
import type { Hub } from './hub.ts';
import type { CaseRecord, Changes, Loaded } from './ports.ts';

/** Something that the hub itself does to a case: when a job is finished or the clock has struck. */
export type Act = {
  readonly caseNumber: string;
  readonly command: string;
  readonly data: unknown;
  /** What is written in the same transaction. */
  readonly along?: Partial<Changes>;
  /** Looks at the case when it is locked; throws where the act no longer fits it. */
  readonly check?: (record: CaseRecord) => void;
};

/** The same door as for everybody: the command's declaration, one transaction, one record of evidence. */
export function act(hub: Hub, given: Act): Promise<readonly FreshNews[] | Refusal> {
  return hub.store.transaction(async (unit) => {
    const loaded = await unit.load([], [given.caseNumber]);
    const done = perform(hub, loaded, given);
    if ('refused' in done) return done;
    await unit.write(merge([done.changes, given.along ?? {}]));
    return done.news;
  });
}

function perform(hub: Hub, loaded: Loaded, { caseNumber, command, data, check }: Act) {
  const record = loaded.cases.get(caseNumber);
  const workflow = WORKFLOWS.find(({ name }) => name === record?.workflow);
  const entry = COMMANDS.get(command);
  const area = hub.areas.current().get(record?.area ?? '');
  if (record === undefined || workflow === undefined || entry === undefined || area === undefined) {
    throw hubFault('STORE_UNAVAILABLE', 'the hub acts on a case that cannot be loaded', {
      case: caseNumber,
      command,
    });
  }
  check?.(record);
  const directory = hub.directory.current();
  const at = hub.clock.now();
  const circumstances: Circumstances = { at, actor: THE_HUB, area, directory, fresh: hub.ids.uuid() };
  const result = advance(caseFrom(workflow, record), { entry, data, circumstances });
  if (isRefusal(result)) return result;
  const testimony = { event: 'HubAction' as const, at, more: { command } };
  return effect(hub, result, { testimony, directory, opened: false });
}
