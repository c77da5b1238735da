import type { Pool } from 'pg';
import type { Alarm } from '../../hub/alarm.ts';
import type { Access, AccessQueries } from '../../hub/ports/access.ts';
import type { Macs } from './macs.ts';

const NOTE = `INSERT INTO access (id, case_number, at, authority, system, way, mac) VALUES ($1, $2, $3, $4, $5, $6, $7)`;

const READ = `SELECT id, case_number AS "caseNumber", at, authority, system, way, mac FROM access
  WHERE case_number = $1 AND authority = $2 ORDER BY at DESC, id LIMIT $3`;

type Row = Omit<Access, 'at'> & { readonly at: Date; readonly mac: Buffer };

/** Rows are added and never changed. */
export function accessQueries(
  pool: Pool,
  { macs, alarm }: { readonly macs: Macs; readonly alarm: Alarm },
): AccessQueries {
  return {
    async noteAccess(access) {
      await pool.query(NOTE, [...fieldsOf(access), macs.of('access', fieldsOf(access))]);
    },
    async accesses({ caseNumber, authority }, limit) {
      const { rows } = await pool.query<Row>(READ, [caseNumber, authority, limit]);
      return rows.flatMap(({ mac, at, ...row }) => {
        // A moment that is none, such as infinity, the hub has not written.
        const access = { ...row, at: at instanceof Date ? at.toISOString() : '' };
        if (macs.fits(mac, 'access', fieldsOf(access))) return [access];
        alarm({ table: 'access', case: caseNumber });
        return [];
      });
    },
  };
}

function fieldsOf({ id, caseNumber, at, authority, system, way }: Access): readonly string[] {
  return [id, caseNumber, at, authority, system, way];
}
