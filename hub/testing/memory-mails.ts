import type { Instant } from '../../domain/kernel/workflow.ts';
import type { Mail, MailEnd } from '../ports/records.ts';
import type { DeadMail, Store, TakenMail } from '../ports/store.ts';

/** An e-mail as the store in memory keeps it. */
export type KeptMail = TakenMail & { readonly nextTry: Instant; readonly end?: MailEnd };

type Tables = { readonly mails: Map<string, KeptMail> };

const DAY_MS = 86_400_000;

export function keepMail({ mails }: Tables, mail: Mail): void {
  mails.set(mail.id, { ...mail, attempts: 0, nextTry: mail.createdAt });
}

export function endMail({ mails }: Tables, end: MailEnd): void {
  const found = mails.get(end.id);
  if (found !== undefined) mails.set(end.id, { ...found, end });
}

export function eraseMails({ mails }: Tables, number: string): void {
  for (const { id, caseNumber, end } of mails.values())
    if (caseNumber === number && end !== undefined) mails.delete(id);
}

export function mailQueries(
  tables: Tables,
): Pick<Store, 'takeMails' | 'deferMail' | 'deadMails' | 'reviveMail'> {
  const { mails } = tables;
  return {
    async takeMails(limit, { at, until }) {
      const latest = new Date(Date.parse(at) + DAY_MS).toISOString();
      const taken = [...mails.values()]
        .filter(({ nextTry, end }) => end === undefined && (nextTry <= at || nextTry > latest))
        .toSorted((one, other) => (one.nextTry < other.nextTry ? -1 : 1))
        .slice(0, limit)
        .map((mail) => ({ ...mail, attempts: mail.attempts + 1, nextTry: until }));
      for (const mail of taken) mails.set(mail.id, mail);
      return taken.map(mailFrom);
    },
    async deferMail({ id, attempts }, nextTry) {
      const found = mails.get(id);
      if (found?.attempts === attempts && found.end === undefined) mails.set(id, { ...found, nextTry });
    },
    async deadMails(limit) {
      return [...mails.values()]
        .flatMap(deadFrom)
        .toSorted((one, other) => (one.diedAt < other.diedAt ? -1 : 1))
        .slice(0, limit);
    },
    async reviveMail(id, at) {
      const found = mails.get(id);
      if (found?.end?.state !== 'dead') return false;
      const { end: _, ...mail } = found;
      mails.set(id, { ...mail, attempts: 0, nextTry: at });
      return true;
    },
  };
}

export function waitingMails({ mails }: Tables, ids: readonly string[]): readonly string[] {
  return ids.filter((id) => mails.has(id) && mails.get(id)?.end === undefined);
}

function mailFrom({ nextTry: _next, end: _end, ...mail }: KeptMail): TakenMail {
  return mail;
}

function deadFrom(kept: KeptMail): readonly DeadMail[] {
  const { end } = kept;
  return end?.state === 'dead' ? [{ ...mailFrom(kept), diedAt: end.at, reason: end.reason }] : [];
}
