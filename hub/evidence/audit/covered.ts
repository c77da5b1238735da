import type { Auditing, Check } from './check.ts';
import { eachWhile, type Lane } from './lane.ts';
import type { CoveredHead } from './source.ts';

/** What lies under roots is what the chain has there, and each root covers more of it; what no sealed one covers is counted. */
export function checkCovered({ chain, note, counts }: Auditing, covered: Lane<CoveredHead>): Check {
  let [last, fresh]: [{ seq: number; root: number }, { count: number; since?: string }] = [
    { seq: 0, root: 0 },
    { count: 0 },
  ];
  function differs({ seq, root }: CoveredHead): void {
    note({ code: 'COVERED_DIFFERS', chain, record: seq, root });
  }
  return {
    async see({ seq: record, hash, at }) {
      await eachWhile(covered, ({ seq }) => seq < record, differs);
      let isSealed = false;
      await eachWhile(
        covered,
        ({ seq }) => seq === record,
        (head) => {
          isSealed ||= head.isSealed;
          if (head.hash !== hash) differs(head);
          if (head.root <= last.root || head.seq <= last.seq)
            note({ code: 'CHAIN_NOT_LONGER', chain, record: head.seq, root: head.root });
          last = head;
        },
      );
      const since = fresh.since === undefined || at < fresh.since ? at : fresh.since;
      fresh = isSealed ? { count: 0 } : { count: fresh.count + 1, since };
    },
    async end() {
      await eachWhile(covered, () => true, differs);
      counts.unsealed += fresh.count;
      const { since } = fresh;
      if (since !== undefined && (counts.unsealedSince === undefined || since < counts.unsealedSince))
        counts.unsealedSince = since;
    },
  };
}
