import { ASK_CASE } from '../../domain/case/commands/ask-case.ts';
import { isRefusal, THE_HUB, type Due, type Instant } from '../../domain/kernel/workflow.ts';
import type { Circumstances, World } from '../../domain/world.ts';
import { openLoaded, performed } from '../case/act.ts';
import { carryOut } from './carry-out.ts';
import { firstDue, type CaseNow } from '../case/case-now.ts';
import { merge, partsOf } from '../case/changes.ts';
import { lawVersions } from '../case/law.ts';
import type { FreshNews } from '../case/consequences.ts';
import { defined } from '../../domain/kernel/optional.ts';
import { isOutage } from '../faults.ts';
import type { Hub } from '../hub.ts';
import type { Meter } from '../meter.ts';
import type { DueCase } from '../ports/store.ts';

const PAGE = 100;
/** A case in which one thing after the other is due has its turn again. */
const MOST_AT_ONCE = 10;
/** After so many one after the other it is not the cases, it is the store. */
const MOST_IN_A_ROW = 2;

export type Struck = {
  /** Acts of the hub. */
  readonly done: number;
  /** Cases in which nothing was due any more. */
  readonly gone: number;
  /** The rule itself did not admit what it said was due: a mistake of ours. */
  readonly refused: number;
  /** Due, and cannot be done now. */
  readonly failed: number;
};

type How = {
  readonly signal: Pick<AbortSignal, 'aborted'>;
  readonly meter?: Pick<Meter, 'struck'>;
  /** Told of what an act has set off. */
  readonly tell?: (news: readonly FreshNews[]) => void;
};

/**
 * Does in all cases what is due by now. Several workers may do so at once: a case is asked again when it is locked, so that
 * each thing is done once, and whoever is second finds nothing due.
 */
export async function strikeDue(hub: Hub, how: How): Promise<Struck> {
  const tally: Tally = { struck: { done: 0, gone: 0, refused: 0, failed: 0 }, commands: {} };
  await askChangedAreas(hub);
  // A case that was asked may be due itself by that, and stands before those that have been gone through.
  for (let left = MOST_AT_ONCE; left >= 0; left -= 1) {
    const before = carriedIn(tally);
    await goThrough(hub, tally, how);
    if (carriedIn(tally) === before) break;
  }
  return told(hub, tally, how);
}

/** What has come of it, and how often each command has been given. */
type Tally = { readonly struck: Record<Outcome, number>; readonly commands: Record<string, number> };

function carriedIn({ commands }: Tally): number {
  return commands[ASK_CASE] ?? 0;
}

async function goThrough(hub: Hub, tally: Tally, how: How): Promise<void> {
  let away = 0;
  for await (const { number } of dueCases(hub)) {
    if (how.signal.aborted) return;
    const { commands } = tally;
    const outcome = await strikeCase(hub, number, { ...how, commands, isAway: away === MOST_IN_A_ROW });
    away = outcome === 'away' ? away + 1 : 0;
    for (const one of outcome === 'away' ? (['failed'] as const) : outcome) tally.struck[one] += 1;
  }
}

async function* dueCases({ store, clock }: Hub): AsyncGenerator<DueCase> {
  let after: DueCase | undefined;
  do {
    const page = await store.due({ at: clock.now(), limit: PAGE, ...defined('after', after) });
    yield* page;
    after = page.length === PAGE ? page.at(-1) : undefined;
  } while (after !== undefined);
}

function told(hub: Hub, { struck, commands }: Tally, { meter }: How): Struck {
  const { done, refused, failed } = struck;
  for (const outcome of ['done', 'refused', 'failed'] as const) meter?.struck(outcome, struck[outcome]);
  if (done > 0) hub.log.info(commands, 'what was due is done');
  if (refused + failed > 0) hub.log.error({ refused, failed }, 'something is due and cannot be done');
  return struck;
}

/** Where the law or the calendar has changed, so may have what is due. */
async function askChangedAreas(hub: Hub): Promise<void> {
  for (const { code, version } of lawVersions(hub)) {
    const cases = await hub.store.askAgain(code, version, hub.clock.now());
    if (cases > 0)
      hub.log.info({ area: code, version, cases }, 'all cases of the area are asked what is due');
  }
}

type Outcome = keyof Struck;

/** One case in which nothing can be done does not keep the others. */
async function strikeCase(
  hub: Hub,
  number: string,
  how: How & Pick<Tally, 'commands'> & { readonly isAway: boolean },
): Promise<readonly Outcome[] | 'away'> {
  const outcomes: Outcome[] = [];
  try {
    while (outcomes.length < MOST_AT_ONCE) {
      const struck = await strikeOnce(hub, number);
      outcomes.push(struck.outcome);
      if (struck.outcome !== 'done') break;
      how.commands[struck.command] = (how.commands[struck.command] ?? 0) + 1;
      how.tell?.(struck.news);
      if (!struck.isMoreDue) break;
    }
    return outcomes;
  } catch (error) {
    if (!isOutage(error)) return [...outcomes, 'failed'];
    if (how.isAway) throw error;
    return 'away';
  }
}

type StruckOnce =
  | {
      readonly outcome: 'done';
      readonly command: string;
      readonly news: readonly FreshNews[];
      readonly isMoreDue: boolean;
    }
  | { readonly outcome: 'gone' | 'refused' };

function strikeOnce(hub: Hub, number: string): Promise<StruckOnce> {
  return hub.store.transaction(async (unit): Promise<StruckOnce> => {
    const { now, world } = openLoaded(hub, await unit.load([], [number]), number);
    const at = hub.clock.now();
    const due = dueBy(now, world, at);
    if (due === undefined) {
      const { workflow, state } = now;
      // Cases of before there were statistics are counted when they are asked.
      const measured = workflow.measured?.(state, world);
      const dues = [{ number, ...defined('dueAt', firstDue(workflow, state, world)), ...defined('measured', measured) }];
      await unit.write(merge([{ dues, parts: [partsOf(now, world.directory)] }]));
      return { outcome: 'gone' };
    }
    if (due.command === ASK_CASE) return carriedOut(hub, await carryOut(hub, unit, { now, world, at }), { number, at });
    const circumstances: Circumstances = { ...world, at, actor: THE_HUB, fresh: hub.ids.uuid() };
    const done = performed(hub, now, { command: due.command, data: due.data ?? {}, circumstances });
    if (isRefusal(done)) {
      const codes = done.refused.map(({ code }) => code);
      hub.log.error({ case: number, command: due.command, codes }, 'what is due is refused');
      return { outcome: 'refused' };
    }
    await unit.write(merge([done.changes]));
    return { outcome: 'done', command: due.command, news: done.news, isMoreDue: isDueBy(done.after, at) };
  });
} // prettier-ignore

function carriedOut(
  hub: Hub,
  { done, asked }: Awaited<ReturnType<typeof carryOut>>,
  { number, at }: { readonly number: string; readonly at: string },
): StruckOnce {
  if (isRefusal(asked)) {
    const codes = asked.refused.map(({ code }) => code);
    hub.log.error({ case: number, codes }, 'what a case asks of another is refused');
    return { outcome: 'refused' };
  }
  const news = [...asked.news, ...done.news];
  return { outcome: 'done', command: ASK_CASE, news, isMoreDue: isDueBy(done.after, at) };
}

function isDueBy({ dueAt }: CaseNow, at: Instant): boolean {
  return dueAt !== undefined && dueAt <= at;
}

function dueBy({ workflow, state }: CaseNow, world: World, at: Instant): Due | undefined {
  const due = workflow.due(state, world).filter((one) => one.at <= at);
  return due.toSorted((one, other) => (one.at < other.at ? -1 : 1))[0];
} // prettier-ignore
