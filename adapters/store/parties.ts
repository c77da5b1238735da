import type { Pool } from 'pg';
import { defined } from '../../domain/kernel/optional.ts';
import type { Alarm } from '../../hub/alarm.ts';
import type { CaseParts, Changes, PartLine } from '../../hub/ports/records.ts';
import type { CasesWanted, ListedCase, PlaceInList, Store } from '../../hub/ports/store.ts';
import type { Column } from './columns.ts';
import type { Macs } from './macs.ts';
import type { Part } from './together.ts';

/** Lists within a row travel as text; no code has a line break in it. */
const BETWEEN = '\n';

/** A row that says what it said before is left alone. */
export const PARTIES: Part = {
  name: 'write-parties',
  text: `INSERT INTO case_party (case_number, authority, parties, workflow, area, status, waits_for, since, others, countries, late, persons, shared, mac)
    SELECT number, authority, string_to_array(parties, E'\\n'), workflow, area, status, waits_for, since, string_to_array(others, E'\\n'), string_to_array(countries, E'\\n'), late, string_to_array(persons, E'\\n'), shared, mac
    FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::timestamptz[], $9::text[], $10::text[], $11::text[], $12::text[], $13::boolean[], $14::bytea[])
      AS t(number, authority, parties, workflow, area, status, waits_for, since, others, countries, late, persons, shared, mac)
    ON CONFLICT (case_number, authority) DO UPDATE
      SET parties = EXCLUDED.parties, workflow = EXCLUDED.workflow, area = EXCLUDED.area, status = EXCLUDED.status,
        waits_for = EXCLUDED.waits_for, since = EXCLUDED.since, others = EXCLUDED.others, countries = EXCLUDED.countries,
        late = EXCLUDED.late, persons = EXCLUDED.persons, shared = EXCLUDED.shared, mac = EXCLUDED.mac
      WHERE case_party.* IS DISTINCT FROM EXCLUDED.*`,
};

export function partyColumns(cases: readonly CaseParts[], macs: Macs): readonly Column[] {
  const rows = cases.flatMap((one) => one.parts.map((part) => saidOf(one, part)));
  return [
    rows.map(({ number }) => number),
    rows.map(({ authority }) => authority),
    rows.map(({ parties }) => parties),
    rows.map(({ workflow }) => workflow),
    rows.map(({ area }) => area),
    rows.map(({ status }) => status),
    rows.map(({ waitsFor }) => waitsFor),
    rows.map(({ since }) => since),
    rows.map(({ others }) => others),
    rows.map(({ countries }) => countries),
    rows.map(({ late }) => late),
    rows.map(({ persons }) => persons),
    rows.map(({ isShared }) => isShared),
    rows.map((row) => macs.of('part', fieldsOf(row))),
  ];
}

/** Whoever takes part no more is in no list any more. */
export const GONE: Part = {
  name: 'end-parties',
  text: `DELETE FROM case_party p USING unnest($1::text[], $2::text[]) AS t(number, authorities)
    WHERE p.case_number = t.number AND p.authority <> ALL (string_to_array(t.authorities, E'\\n'))`,
};

/** A case that is just opened has had no others. */
export function goneColumns({ parts, cases }: Pick<Changes, 'parts' | 'cases'>): readonly Column[] {
  const opened = new Set(cases.filter((one) => one.opened).map(({ number }) => number));
  const before = parts.filter(({ number }) => !opened.has(number));
  return [
    before.map(({ number }) => number),
    before.map((one) => one.parts.map(({ authority }) => authority).join(BETWEEN)),
  ];
}

/** What a row says, each list as one text: neither names of parties nor ids nor codes have line breaks. */
type Said = {
  readonly number: string;
  readonly authority: string;
  readonly parties: string;
  readonly workflow: string;
  readonly area: string;
  readonly status: string;
  readonly waitsFor: string | null;
  readonly since: string;
  readonly others: string;
  readonly countries: string;
  readonly late: string | null;
  readonly persons: string;
  readonly isShared: boolean;
};

function saidOf(
  { number, workflow, area }: Pick<CaseParts, 'number' | 'workflow' | 'area'>,
  part: PartLine,
): Said {
  const { authority, status, waitsFor = null, since, late = null, persons: allocated = [], isShared } = part;
  const [parties, others, countries] = [inOne(part.parties), inOne(part.others), inOne(part.countries)];
  const persons = inOne(allocated);
  return {
    number,
    authority,
    parties,
    workflow,
    area,
    status,
    waitsFor,
    since,
    others,
    countries,
    late,
    persons,
    isShared,
  };
}

function inOne(list: readonly string[]): string {
  return list.join(BETWEEN);
}

/** What the mark of the hub on a row is over. */
function fieldsOf(said: Said): readonly (string | number | null)[] {
  const { number, authority, parties, workflow, area, status, waitsFor, since, others, countries, isShared } =
    said;
  const { late, persons } = said;
  return [
    number,
    authority,
    workflow,
    area,
    status,
    waitsFor,
    since,
    Number(isShared),
    parties,
    others,
    countries,
    // Rows that were written before there were these say nothing of them.
    ...(late === null && persons === '' ? [] : [late, persons]),
  ];
}

export type PartyRow = {
  readonly case_number: string;
  readonly authority: string;
  readonly parties: readonly string[];
  readonly workflow: string;
  readonly area: string;
  readonly status: string;
  readonly waits_for: string | null;
  readonly since: Date;
  readonly others: readonly string[];
  readonly countries: readonly string[];
  readonly late: string | null;
  readonly persons: readonly string[];
  readonly shared: boolean;
  readonly mac: Buffer;
};

export function partyQueries(
  pool: Pool,
  { macs, alarm }: { readonly macs: Macs; readonly alarm: Alarm },
): Pick<Store, 'cases'> {
  return {
    async cases(wanted) {
      const { rows } = await pool.query<PartyRow>(queryOf({ ...wanted, limit: wanted.limit + 1 }));
      const page = rows.slice(0, wanted.limit);
      const sound = page.filter((row) => isOurParty(macs, row));
      for (const row of page) if (!sound.includes(row)) alarm({ table: 'case_party', case: row.case_number });
      const last = page.at(-1);
      // What is left out does not end the list.
      const next = rows.length > page.length && last !== undefined ? placeOf(last) : undefined;
      return { cases: sound.map(lineFrom), ...defined('next', next) };
    },
  };
}

function placeOf({ since, case_number: number, authority }: PartyRow): PlaceInList {
  return { since: since.toISOString(), number, authority };
}

/** Whether the hub has written the row so; in one that somebody else has written there may be anything. */
export function isOurParty(macs: Macs, row: PartyRow): boolean {
  try {
    const line = lineFrom(row);
    return macs.fits(row.mac, 'part', fieldsOf(saidOf(line, line)));
  } catch {
    return false;
  }
}

export function lineFrom(row: PartyRow): ListedCase {
  const {
    case_number: number,
    waits_for: waitsFor,
    shared: isShared,
    since,
    late,
    persons,
    mac: _,
    ...same
  } = row;
  return {
    ...same,
    number,
    isShared,
    since: since.toISOString(),
    ...defined('waitsFor', waitsFor ?? undefined),
    ...defined('late', late ?? undefined),
    ...(persons.length === 0 ? {} : { persons }),
  };
}

/**
 * From each viewpoint as many as are wanted, by its index alone, and of all those the first: so a page costs the same however
 * many cases there are. What is not asked for does not stand in the statement.
 */
function queryOf(wanted: CasesWanted): { readonly text: string; readonly values: unknown[] } {
  const { viewpoints, waitsFor, workflows, areas, statuses, countries, from, before, after, limit } = wanted;
  const { parties, others, number, late, person } = wanted;
  const values: unknown[] = [
    viewpoints.map(({ authority }) => authority),
    viewpoints.map(({ into }) => into?.workflow ?? null),
    viewpoints.map(({ into }) => into?.area ?? null),
    limit,
  ];
  const given = (value: unknown) => `$${values.push(value)}`;
  const conditions = [
    // By the index of what waits at all.
    ...(waitsFor === undefined ? [] : [`p.waits_for IS NOT NULL AND ${waiting(waitsFor, person, given)}`]),
    ...(parties === undefined ? [] : [`p.parties && ${given(parties)}::text[]`]),
    ...(others === undefined ? [] : [`p.others && ${given(others)}::text[]`]),
    ...(number === undefined ? [] : [`p.case_number = ${given(number)}`]),
    ...(late === undefined ? [] : [`p.late = ANY (${given(late)}::text[])`]),
    ...(workflows === undefined ? [] : [`p.workflow = ANY (${given(workflows)}::text[])`]),
    ...(areas === undefined ? [] : [`p.area = ANY (${given(areas)}::text[])`]),
    ...(statuses === undefined ? [] : [`p.status = ANY (${given(statuses)}::text[])`]),
    ...(countries === undefined ? [] : [`p.countries && ${given(countries)}::text[]`]),
    ...(from === undefined ? [] : [`p.since >= ${given(from)}`]),
    ...(before === undefined ? [] : [`p.since < ${given(before)}`]),
    ...(after === undefined ? [] : [behind(after, given)]),
  ];
  const text = `SELECT p.* FROM (
      SELECT found.case_number, found.authority
      FROM unnest($1::text[], $2::text[], $3::text[]) AS v(authority, workflow, area)
      CROSS JOIN LATERAL (
        SELECT p.case_number, p.authority, p.since FROM case_party p
        WHERE p.authority = v.authority AND isfinite(p.since) AND (v.area IS NULL OR (p.workflow = v.workflow AND p.area = v.area AND p.shared))
          ${conditions.map((condition) => `AND ${condition}`).join(' ')}
        ORDER BY p.since DESC, p.case_number DESC LIMIT $4) found
      ORDER BY found.since DESC, found.case_number DESC, found.authority DESC LIMIT $4) page
    JOIN case_party p USING (case_number, authority)
    ORDER BY p.since DESC, p.case_number DESC, p.authority DESC`;
  return { text, values };
}

/**
 * Where the authority allocates, a case waits for those persons to whom it is allocated, and before that for whoever allocates
 * (handbook 5.3.9.1); else for everybody with the role.
 */
function waiting(
  roles: readonly string[],
  person: CasesWanted['person'],
  given: (value: unknown) => string,
): string {
  const inRole = `p.waits_for = ANY (${given(roles)}::text[])`;
  if (person === undefined) return inRole;
  const { number, allocatedAreas, allocates } = person;
  const toAllocate = allocates ? 'cardinality(p.persons) = 0' : 'false';
  const isAllocated = `p.workflow || '/' || p.area = ANY (${given(allocatedAreas)}::text[])`;
  return `CASE WHEN ${isAllocated} THEN ${toAllocate} OR (${inRole} AND ${given(number)} = ANY (p.persons)) ELSE ${inRole} END`;
}

/** The first two by the index, the third among those that are the same case. */
function behind(
  { since, number, authority }: NonNullable<CasesWanted['after']>,
  given: (value: unknown) => string,
): string {
  const [at, place, by] = [given(since), given(number), given(authority)];
  return `(p.since, p.case_number) <= (${at}::timestamptz, ${place}) AND (p.since, p.case_number, p.authority) < (${at}::timestamptz, ${place}, ${by})`;
}
