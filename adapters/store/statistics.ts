import type { Pool } from 'pg';
import type { Counts, CountsWanted, Grouping } from '../../hub/ports/statistics.ts';
import type { Store } from '../../hub/ports/store.ts';

/** By what a case counts for who has asked, and for who was asked. */
const KEYS: Readonly<Record<Grouping, readonly [asking: string, asked: string]>> = {
  country: [`m."requesterCountry"`, `m."responderCountry"`],
  authority: ['m.requester', 'm.responder'],
  area: ['m.area', 'm.area'],
  month: [`m.month`, `m.month`],
};

export function statisticsQueries(pool: Pool): Pick<Store, 'counts'> {
  return {
    async counts(wanted) {
      const { rows } = await pool.query<Counts>(countsQuery(wanted));
      return rows;
    },
  };
}

/**
 * One pass over the cases that were sent in the period, which the index `case_file_counted` finds. Instants and days are compared as
 * text, in which they are ordered alike.
 */
export function countsQuery(wanted: CountsWanted): { readonly text: string; readonly values: unknown[] } {
  const {
    workflow,
    from,
    before,
    by,
    areas,
    authorities,
    overseen = [],
    at,
    today,
    daysToAccept,
    timeZone,
  } = wanted;
  const [asking, asked] = KEYS[by];
  const values = [
    workflow,
    from,
    before,
    at,
    today,
    daysToAccept,
    timeZone,
    areas ?? null,
    authorities ?? null,
    overseen,
  ];
  const text = `WITH m AS MATERIALIZED (
      SELECT f.area, r.*, to_char(r.sent::timestamptz AT TIME ZONE $7, 'YYYY-MM') AS month
      FROM case_file f, jsonb_to_record(f.measured) AS r("requester" text, "requesterCountry" text, "responder" text, "responderCountry" text,
        sent text, accepted text, answered text, agreed text, "isInTime" boolean, ended text, timeliness text, effort text)
      WHERE f.workflow = $1 AND f.measured IS NOT NULL AND f.measured->>'sent' >= $2 AND f.measured->>'sent' < $3
        AND ($8::text[] IS NULL OR f.area = ANY ($8))
    ), given AS (
      SELECT ${asked} AS key, count(*) AS received, count(accepted) AS accepted,
        count(*) FILTER (WHERE accepted IS NOT NULL OR (ended IS NULL AND sent::timestamptz + make_interval(days => $6) <= $4::timestamptz)) AS to_accept,
        count(*) FILTER (WHERE accepted::timestamptz <= sent::timestamptz + make_interval(days => $6)) AS accepted_in_time,
        count(answered) AS answered,
        coalesce(sum(extract(epoch FROM answered::timestamptz - sent::timestamptz) / 86400) FILTER (WHERE answered IS NOT NULL), 0) AS days_to_answer,
        count(*) FILTER (WHERE agreed IS NOT NULL AND (answered IS NOT NULL OR (ended IS NULL AND accepted IS NOT NULL AND agreed < $5))) AS to_answer,
        count(*) FILTER (WHERE "isInTime") AS answered_in_time,
        count(timeliness) + count(effort) AS ratings, count(coalesce(timeliness, effort)) AS rated,
        count(*) FILTER (WHERE timeliness = 'negative') + count(*) FILTER (WHERE effort = 'negative') AS negative_ratings
      FROM m WHERE ${among(asked)} GROUP BY 1
    ), asking AS (
      SELECT ${asking} AS key, count(*) AS sent FROM m WHERE ${among(asking)} GROUP BY 1
    )
    SELECT coalesce(given.key, asking.key) AS key, coalesce(sent, 0)::int AS sent, coalesce(received, 0)::int AS received,
      coalesce(accepted, 0)::int AS accepted, coalesce(to_accept, 0)::int AS "toAccept", coalesce(accepted_in_time, 0)::int AS "acceptedInTime",
      coalesce(answered, 0)::int AS answered, coalesce(days_to_answer, 0)::float8 AS "daysToAnswer", coalesce(to_answer, 0)::int AS "toAnswer",
      coalesce(answered_in_time, 0)::int AS "answeredInTime", coalesce(ratings, 0)::int AS ratings, coalesce(rated, 0)::int AS rated, coalesce(negative_ratings, 0)::int AS "negativeRatings"
    FROM given FULL JOIN asking ON given.key = asking.key ORDER BY 1`;
  return { text, values };
}

/** Told apart by authority each counts for itself, those overseen in their areas alone. */
function among(key: string): string {
  return `($9::text[] IS NULL OR ${key} = ANY ($9) OR ${key} || '/' || m.area = ANY ($10::text[]))`;
}
