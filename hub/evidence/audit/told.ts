import { toldDigest } from '../told-digest.ts';
import type { Auditing, Check } from './check.ts';
import { eachWhile, type Lane } from './lane.ts';
import type { AuditProblem } from './problem.ts';
import type { KeptTold } from './source.ts';

/** Who is to be told of a case is whom the record says: nobody was put in between, and nobody was left out. */
export function checkTold(
  { chain, codec, note }: Auditing,
  { told, isCaseErased }: { readonly told: Lane<KeptTold>; isCaseErased(): boolean },
): Check {
  const found: AuditProblem[] = [];
  function invented({ seq, type, to }: KeptTold): void {
    found.push({ code: 'DELIVERY_INVENTED', chain, event: seq, what: `${type} to ${to}` });
  }
  return {
    async see({ seq: record, caseSeq, said }) {
      // What the command left is one more event, or several; what is told, is told of the newest.
      if (said === undefined || said.claims.length === 0) return;
      await eachWhile(told, ({ seq }) => seq < caseSeq, invented);
      const rows: KeptTold[] = [];
      await eachWhile(told, ({ seq }) => seq === caseSeq, (row) => void rows.push(row));
      const digest = toldDigest(codec, rows.map(({ id, type, to, attachments }) => ({ id, type, to, attachments })));
      if (digest !== said.told) found.push({ code: 'DELIVERIES_DIFFER', chain, record });
    },
    async end() {
      await eachWhile(told, () => true, invented);
      // With its case go the rows of what has been handed over.
      if (!isCaseErased()) for (const problem of found) note(problem);
    },
  };
} // prettier-ignore
