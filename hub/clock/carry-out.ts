import { ASK_CASE } from '../../domain/case/commands/ask-case.ts';
import type { Pending } from '../../domain/kernel/effects.ts';
import { fault, refuse, type Refusal } from '../../domain/kernel/refusals.ts';
import { isRefusal, THE_HUB } from '../../domain/kernel/workflow.ts';
import type { World } from '../../domain/world.ts';
import { openLoaded, performed } from '../case/act.ts';
import { openCase, type CaseNow } from '../case/case-now.ts';
import { merge } from '../case/changes.ts';
import type { Consequences } from '../case/consequences.ts';
import { worldOf } from '../case/law.ts';
import type { Hub } from '../hub.ts';
import type { Unit } from '../ports/store.ts';

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
  const asked = await perform(hub, unit, { pending, at, by: now.number });
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

type Given = { readonly pending: Pending; readonly at: string; readonly by: string };

async function perform(hub: Hub, unit: Unit, { pending, at, by }: Given): Promise<Consequences | Refusal> {
  const { of } = pending;
  if ('case' in of && of.case === by) throw new TypeError('what a case asks of itself it does itself');
  const other = 'opens' in of ? openNew(hub, of) : await openThere(hub, unit, of.case);
  if (isRefusal(other)) return other;
  const fresh = other.now.isNew ? other.now.number : hub.ids.uuid();
  return performed(hub, other.now, {
    command: pending.command,
    data: pending.data,
    circumstances: { ...other.world, at, actor: THE_HUB, fresh },
    askedBy: { case: by, event: pending.event },
  });
}

type Other = { readonly now: CaseNow; readonly world: World };

async function openThere(hub: Hub, unit: Unit, number: string): Promise<Other | Refusal> {
  const loaded = await unit.load([], [number]);
  const isThere = loaded.cases.has(number) || loaded.unsound.has(number);
  return isThere ? openLoaded(hub, loaded, number) : refuse(fault('CASE_UNKNOWN', '/subject'));
}

function openNew(
  hub: Hub,
  { opens, area = '' }: { readonly opens: string; readonly area?: string },
): Other | Refusal {
  const workflow = hub.catalogue.workflows.get(opens);
  if (workflow === undefined) throw new TypeError(`there is no workflow ${opens}`);
  const world = worldOf(hub, workflow, area);
  if (world === undefined) return refuse(fault('AREA_UNKNOWN', '/data/area', { area }));
  return { now: openCase(workflow, hub.ids.caseNumber(workflow.prefix), world.area), world };
}
