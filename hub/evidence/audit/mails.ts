import type { Auditing, Check, Heard } from './check.ts';
import type { Lane } from './lane.ts';
import type { AuditCode } from './problem.ts';
import type { KeptMails } from './source.ts';

type Count = { readonly sent: number; readonly dead: number };
type Tally = { readonly kept: Count; readonly told: Count };

const NONE: Count = { sent: 0, dead: 0 };

/**
 * Every e-mail that was sent has its record and every such record its e-mail, by their number for each authority and template.
 * What could not be sent has one as well; it may have been sent since, so the record stays when the e-mail is not dead any more.
 */
export function checkMails(
  { chain, note, counts }: Auditing,
  { mails, isCaseErased }: { readonly mails: Lane<KeptMails>; isCaseErased(): boolean },
): Check {
  const tallies = new Map<string, Tally>();
  function add(key: string, to: keyof Tally, { sent, dead }: Count): void {
    const tally = tallies.get(key) ?? { kept: NONE, told: NONE };
    const sum = { sent: tally[to].sent + sent, dead: tally[to].dead + dead };
    tallies.set(key, { ...tally, [to]: sum });
  }
  return {
    see(record) {
      const count = countOf(record);
      if (count !== undefined && record.said !== undefined)
        add(keyOf({ ...record.said, ...record.said.recipient }), 'told', count);
    },
    async end() {
      for (let kept = await mails.take(); kept !== undefined; kept = await mails.take()) {
        counts.mailed += kept.sent;
        add(keyOf(kept), 'kept', kept);
      }
      for (const [key, tally] of tallies) {
        const code = problemIn(tally, isCaseErased());
        if (code !== undefined) note({ code, chain, what: sentence(key, tally) });
      }
    },
  };
}

function countOf({ kind }: Heard): Count | undefined {
  if (kind === 'ConsignmentNotification') return { sent: 1, dead: 0 };
  return kind === 'ConsignmentNotificationFailure' ? { sent: 0, dead: 1 } : undefined;
}

/** With its case go the e-mails that are done with, and not their records. */
function problemIn({ kept, told }: Tally, mayLackMails: boolean): AuditCode | undefined {
  if (kept.sent > told.sent || kept.dead > told.dead) return 'MAIL_UNTESTIFIED';
  return kept.sent < told.sent && !mayLackMails ? 'MAIL_UNMARKED' : undefined;
}

function keyOf({ template, authority }: { readonly template: unknown; readonly authority: unknown }): string {
  return `${String(template)} to ${String(authority)}`;
}

function sentence(key: string, { kept, told }: Tally): string {
  return `${key}: ${kept.sent} sent and ${kept.dead} dead, ${told.sent} and ${told.dead} in records`;
}
