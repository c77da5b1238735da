import type { Measured } from '../../domain/kernel/measured.ts';
import type { Counts, CountsWanted } from '../ports/statistics.ts';
import type { CaseChange } from '../ports/records.ts';

type Counted = { readonly area: string; readonly measured: Measured };

/** What the database counts, counted one by one. */
export function countsIn(cases: readonly CaseChange[], wanted: CountsWanted): readonly Counts[] {
  const { workflow, from, before, areas } = wanted;
  const all = cases.flatMap(({ workflow: own, area, measured }): readonly Counted[] =>
    own === workflow && measured !== undefined ? [{ area, measured }] : [],
  );
  const chosen = all.filter(
    ({ area, measured: { sent } }) =>
      sent >= from && sent < before && (areas === undefined || areas.includes(area)),
  );
  const asked = grouped(chosen, (one) => keyOf(one, wanted, 'responder'), wanted);
  const asking = grouped(chosen, (one) => keyOf(one, wanted, 'requester'), wanted);
  const keys = [...new Set([...asked.keys(), ...asking.keys()])].toSorted();
  return keys.map((key) => ({
    key,
    sent: asking.get(key)?.length ?? 0,
    ...given(asked.get(key) ?? [], wanted),
  }));
}

function keyOf(
  { area, measured }: Counted,
  { by, timeZone }: CountsWanted,
  side: 'requester' | 'responder',
): string {
  if (by === 'area') return area;
  if (by === 'country') return measured[`${side}Country`];
  if (by === 'authority') return measured[side];
  const shown = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' });
  return shown.format(Date.parse(measured.sent)).slice(0, 7);
}

function grouped(
  cases: readonly Counted[],
  key: (one: Counted) => string,
  { authorities, overseen = [] }: CountsWanted,
) {
  const groups = new Map<string, Counted[]>();
  for (const one of cases) {
    const own = key(one);
    const isSeen =
      authorities === undefined || authorities.includes(own) || overseen.includes(`${own}/${one.area}`);
    if (!isSeen) continue;
    groups.set(key(one), [...(groups.get(key(one)) ?? []), one]);
  }
  return groups;
}

function given(
  cases: readonly Counted[],
  { at, today, daysToAccept }: CountsWanted,
): Omit<Counts, 'key' | 'sent'> {
  const all = cases.map(({ measured }) => measured);
  const count = (holds: (one: Measured) => boolean) => all.filter(holds).length;
  const ratings = all
    .flatMap(({ timeliness, effort }) => [timeliness, effort])
    .filter((one) => one !== undefined);
  const isLate = ({ ended, sent }: Measured) => ended === undefined && days(sent, at) >= daysToAccept;
  const isOverdue = ({ ended, accepted, agreed }: Measured) =>
    ended === undefined && accepted !== undefined && (agreed ?? '~') < today;
  return {
    received: all.length,
    accepted: count(({ accepted }) => accepted !== undefined),
    toAccept: count((one) => one.accepted !== undefined || isLate(one)),
    acceptedInTime: count(
      ({ sent, accepted }) => accepted !== undefined && days(sent, accepted) <= daysToAccept,
    ),
    answered: count(({ answered }) => answered !== undefined),
    daysToAnswer: all.reduce(
      (sum, { sent, answered }) => sum + (answered === undefined ? 0 : days(sent, answered)),
      0,
    ),
    toAnswer: count((one) => one.agreed !== undefined && (one.answered !== undefined || isOverdue(one))),
    answeredInTime: count(({ isInTime }) => isInTime === true),
    ratings: ratings.length,
    rated: count(({ timeliness, effort }) => (timeliness ?? effort) !== undefined),
    negativeRatings: ratings.filter((one) => one === 'negative').length,
  };
}

function days(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / 86_400_000;
}
