import type { Auditing, Check, Counts, Heard } from './check.ts';
import { eachWhile, type Lane } from './lane.ts';
import type { CoveredHead } from './source.ts';

/** What lies under roots is what the chain has there, and each root covers more of it; what no sealed one covers is counted. */
export function checkCovered(auditing: Auditing, covered: Lane<CoveredHead>): Check {
  const { chain, note, counts } = auditing;
  let [last, fresh]: [{ seq: number; root: number }, { count: number; since?: string }] = [
    { seq: 0, root: 0 },
    { count: 0 },
  ];
  const bare = gatherBare(auditing);
  function differs({ seq, root }: CoveredHead): void {
    note({ code: 'COVERED_DIFFERS', chain, record: seq, root });
    // It is not there, and covers all the same what came before it.
    bare.cover();
  }
  return {
    async see(heard) {
      const { seq: record, hash, at } = heard;
      await eachWhile(covered, ({ seq }) => seq < record, differs);
      let [isSealed, isCovered] = [false, false];
      await eachWhile(
        covered,
        ({ seq }) => seq === record,
        (head) => {
          isSealed ||= head.isSealed;
          isCovered = true;
          if (head.isRootless === true) note({ code: 'ROOT_MISSING', chain, record: head.seq, root: head.root });
          if (head.hash !== hash) differs(head);
          if (head.root <= last.root || head.seq <= last.seq)
            note({ code: 'CHAIN_NOT_LONGER', chain, record: head.seq, root: head.root });
          last = head;
        },
      );
      const since = fresh.since === undefined || at < fresh.since ? at : fresh.since;
      fresh = isSealed ? { count: 0 } : { count: fresh.count + 1, since };
      bare.see(heard);
      if (isCovered) bare.cover();
    },
    async end() {
      await eachWhile(covered, () => true, differs);
      counts.unsealed += fresh.count;
      const { since } = fresh;
      if (since !== undefined && (counts.unsealedSince === undefined || since < counts.unsealedSince))
        counts.unsealedSince = since;
      bare.end();
    },
  };
} // prettier-ignore

/**
 * What lies under no root at all at the end of a chain. A record that was there when the newest root was made should be under
 * it: somebody has kept it out.
 */
function gatherBare({ chain, note, counts }: Auditing) {
  let span: Counts['bare'] = NOTHING;
  let omitted: number | undefined;
  return {
    see({ seq, at, wasBefore }: Heard): void {
      span = widened(span, { from: at, to: at });
      if (wasBefore === true) omitted ??= seq;
    },
    cover(): void {
      [span, omitted] = [NOTHING, undefined];
    },
    end(): void {
      if (omitted !== undefined) note({ code: 'RECORD_OMITTED', chain, record: omitted });
      counts.bare = widened(counts.bare, span);
    },
  };
}

const NOTHING: Counts['bare'] = { from: undefined, to: undefined };

function widened(one: Counts['bare'], { from, to }: Counts['bare']): Counts['bare'] {
  if (from === undefined || to === undefined) return one;
  const { from: first = from, to: last = to } = one;
  return { from: from < first ? from : first, to: to > last ? to : last };
}

const DAY_MS = 86_400_000;

/** Roots are made every minute: what has gathered under none is of the newest time alone, or roots are gone. */
export function auditBare({ counts, note }: Pick<Auditing, 'counts' | 'note'>): void {
  const { from, to } = counts.bare;
  if (from !== undefined && to !== undefined && Date.parse(to) - Date.parse(from) > DAY_MS)
    note({ code: 'ROOTS_MISSING', what: `from ${from} to ${to}` });
}
