import type { CaseParts } from '../ports/records.ts';
import type { CasePage, CasesWanted, ListedCase, PlaceInList } from '../ports/store.ts';

/** Who takes part in which case, as it was written last. */
export type KeptParts = Map<string, CaseParts>;

export function listedOf(kept: KeptParts, wanted: CasesWanted): CasePage {
  const { viewpoints, after, limit } = wanted;
  const lines = [...kept.values()].flatMap(({ parts, ...one }) => parts.map((part) => ({ ...one, ...part })));
  const seen = lines.filter((line) =>
    viewpoints.some(
      ({ authority, into }) =>
        authority === line.authority &&
        (into === undefined || (line.isShared && into.workflow === line.workflow && into.area === line.area)),
    ),
  );
  const found = seen
    .filter((line) => isWanted(line, wanted))
    .toSorted(newestFirst)
    .filter((line) => after === undefined || newestFirst(after, line) < 0);
  const cases = found.slice(0, limit);
  const last = cases.at(-1);
  return { cases, ...(found.length > limit && last ? { next: placeOf(last) } : {}) };
}

function placeOf({ since, number, authority }: ListedCase): PlaceInList {
  return { since, number, authority };
}

function isWanted(line: ListedCase, wanted: CasesWanted): boolean {
  const { waitsFor, workflows, areas, statuses, countries, from = '', before = '~' } = wanted;
  const { parties, others, number, late, person } = wanted;
  return (
    (waitsFor === undefined || waits(line, waitsFor, person)) &&
    among(parties, line.parties) &&
    among(others, line.others) &&
    (number === undefined || line.number === number) &&
    among(late, line.late === undefined ? [] : [line.late]) &&
    among(workflows, [line.workflow]) &&
    among(areas, [line.area]) &&
    among(statuses, [line.status]) &&
    among(countries, line.countries) &&
    line.since >= from &&
    line.since < before
  );
}

function waits(
  { waitsFor, workflow, area, persons = [] }: ListedCase,
  roles: readonly string[],
  person: CasesWanted['person'],
): boolean {
  if (waitsFor === undefined) return false;
  const isInRole = roles.includes(waitsFor);
  if (person === undefined || !person.allocatedAreas.includes(`${workflow}/${area}`)) return isInRole;
  return (person.allocates && persons.length === 0) || (isInRole && persons.includes(person.number));
}

function among(all: readonly string[] | undefined, some: readonly string[]): boolean {
  return all === undefined || some.some((one) => all.includes(one));
}

function newestFirst(one: PlaceInList, other: PlaceInList): number {
  const [first, second] = [one, other].map(
    ({ since, number, authority }) => `${since} ${number} ${authority}`,
  );
  if (first === second) return 0;
  return (first ?? '') < (second ?? '') ? 1 : -1;
}
