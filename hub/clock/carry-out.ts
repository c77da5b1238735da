import { ASK_CASE } from '../../domain/case/commands/ask-case.ts';
import type { Pending } from '../../domain/kernel/effects.ts';
import { fault, refuse, type Refusal } from '../../domain/kernel/refusals.ts';
import { isRefusal, THE_HUB } from '../../domain/kernel/workflow.ts';
import type { World } from '../../domain/world.ts';
import { openLoaded, performed } from '../case/act.ts';
import { openCase, type CaseNow } from '../case/case-now.ts';
import { unsound } from '../alarm.ts';
import { merge } from '../case/changes.ts';
import type { Consequences } from '../case/consequences.ts';
import { worldOf } from '../case/law.ts';
import { isHubFault, reasonOf } from '../faults.ts';
import type { Hub } from '../hub.ts';
import type { Changes } from '../ports/records.ts';
import type { Unit } from '../ports/store.ts';
import { isSaid } from '../../schemas/catalogue.ts';

type Asking = { readonly now: CaseNow; readonly world: World; readonly at: string };

/**
 * Carries out what one case asks of another, in one transaction with the event by which the asking case knows that it is done.
 * That case is locked: whoever comes second finds nothing pending. Answers what has become of both, or why the other would not.
 */
export async function carryOut(
  hub: Hub,
  unit: Unit,
  { now, world, at }: Asking,
): Promise<{ readonly done: Consequences; readonly asked: Consequences | Refusal }> {
  const [pending] = now.state.pending ?? [];
  if (pending === undefined) throw new TypeError('what is due was asked by somebody');
  const { event, place } = pending;
  const asked = await withDocuments(hub, await perform(hub, unit, { pending, at, by: now.number }), {
    pending,
    from: now.number,
  });
  const outcome = isRefusal(asked)
    ? { refused: [...new Set(asked.refused.map(({ code }) => code))] }
    : { case: asked.after.number };
  const done = performed(hub, now, {
    command: ASK_CASE,
    data: { event, place, ...outcome },
    circumstances: { ...world, at, actor: THE_HUB, fresh: hub.ids.uuid() },
  });
  if (isRefusal(done)) throw new TypeError('a case can always be told what has become of its asks');
  await unit.write(merge([...(isRefusal(asked) ? [] : [asked.changes]), done.changes]));
  return { done, asked };
}

/**
 * The other case with the documents that go along: sealed anew with its own key, of large ones only the key of their pieces. Where
 * one is not there as it ought to be, nothing is done.
 */
async function withDocuments(
  hub: Hub,
  asked: Consequences | Refusal,
  { pending: { documents = [] }, from }: { readonly pending: Pending; readonly from: string },
): Promise<Consequences | Refusal> {
  if (isRefusal(asked) || documents.length === 0) return asked;
  try {
    const copies = await copiesOf(hub, documents, { from, to: asked.after.number });
    return { ...asked, changes: merge([asked.changes, copies]) };
  } catch (error) {
    if (!isHubFault(error, 'RECORD_UNSOUND')) throw error;
    return refuse(fault('RECORD_UNSOUND', '/data/documents'));
  }
}

/** The same bytes may have come in both ways: each is handed on as it is there. */
async function copiesOf(
  hub: Hub,
  documents: readonly string[],
  { from, to: caseNumber }: { readonly from: string; readonly to: string },
): Promise<Partial<Changes>> {
  const found = await hub.store.blobs(from, documents);
  const blobs = [...found].map(([sha256, bytes]) => ({ caseNumber, sha256, bytes }));
  const shared = [];
  for (const sha256 of documents) {
    const upload = await hub.store.documentIn(from, sha256);
    if (upload !== undefined) shared.push({ caseNumber, id: hub.ids.uuid(), of: upload.id });
    else if (!found.has(sha256)) throw unsound(hub.alarm, { table: 'case_attachment', case: from });
  }
  return { blobs, shared };
}

type Given = { readonly pending: Pending; readonly at: string; readonly by: string };

/**
 * Whatever is wrong with an ask it is refused, and people are told: one that was tried for ever would keep all else that is due
 * in its case, the erasure not least.
 */
async function perform(hub: Hub, unit: Unit, { pending, at, by }: Given): Promise<Consequences | Refusal> {
  const { of, command, data, event } = pending;
  const other = 'opens' in of ? openNew(hub, of) : await openThere(hub, unit, { number: of.case, by });
  if (isRefusal(other)) return other;
  const { now, world } = other;
  const declared = hub.catalogue.commands.get(command)?.in.get(now.workflow.name);
  if (declared === undefined) return refuse(fault('COMMAND_UNKNOWN', '/type', { type: command }));
  if (!isSaid(declared, data))
    return refuse(fault('SCHEMA', '/data', { problem: 'it is not what the command says' }));
  const fresh = now.isNew ? now.number : hub.ids.uuid();
  const circumstances = { ...world, at, actor: THE_HUB, fresh };
  try {
    return performed(hub, now, { command, data, circumstances, askedBy: { case: by, event } });
  } catch (error) {
    hub.log.error({ case: by, command, reason: reasonOf(error) }, 'a rule failed at what was asked');
    return refuse(fault('UNDELIVERABLE', '', { trace: fresh }));
  }
}

type Other = { readonly now: CaseNow; readonly world: World };

async function openThere(
  hub: Hub,
  unit: Unit,
  { number, by }: { readonly number: string; readonly by: string },
): Promise<Other | Refusal> {
  // What a case would ask of itself it does itself.
  const loaded = number === by ? undefined : await unit.load([], [number]);
  if (loaded?.unsound.has(number) === true) return refuse(fault('RECORD_UNSOUND', '/subject'));
  if (loaded?.cases.has(number) !== true) return refuse(fault('CASE_UNKNOWN', '/subject'));
  try {
    return openLoaded(hub, loaded, number);
  } catch (error) {
    if (!isHubFault(error, 'CASE_WITHOUT_LAW')) throw error;
    return refuse(fault('AREA_UNKNOWN', '/subject', { area: loaded.cases.get(number)?.area ?? '' }));
  }
}

function openNew(
  hub: Hub,
  { opens, area = '' }: { readonly opens: string; readonly area?: string },
): Other | Refusal {
  const workflow = hub.catalogue.workflows.get(opens);
  const world = workflow && worldOf(hub, workflow, area);
  if (workflow === undefined || world === undefined)
    return refuse(fault('AREA_UNKNOWN', '/data/area', { area }));
  return { now: openCase(workflow, hub.ids.caseNumber(workflow.prefix), world.area), world };
}
