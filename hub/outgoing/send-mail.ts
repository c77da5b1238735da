import { unsound } from '../alarm.ts';
import { caseOf } from '../case/case-now.ts';
import { merge } from '../case/changes.ts';
import { append } from '../evidence/record.ts';
import { hubFault } from '../faults.ts';
import type { Hub } from '../hub.ts';
import { DEAD_UNTESTIFIED, type Mail, type MailEnd } from '../ports/records.ts';
import type { Letter, Post } from '../ports/surroundings.ts';
import { addressesOf } from './addresses.ts';
import { mailWords, type Stationery } from './mail.ts';
import { isWritten } from './told.ts';

/** With what e-mails are sent. */
export type Mailing = { readonly post: Post; readonly stationery: Stationery };

/**
 * Makes an e-mail and sends it. Throws `MAIL_REFUSED` where it cannot be sent at all, `RECORD_UNSOUND` where its case has nobody
 * written it, and `MAIL_WAITS` where it is to be tried again.
 */
export async function sendMail(
  hub: Pick<Hub, 'store' | 'catalogue' | 'directory' | 'alarm'>,
  { post, stationery }: Mailing,
  mail: Mail,
): Promise<void> {
  await post.send(await letterOf(hub, stationery, mail));
}

/** The e-mail for a row. The row gives nobody a right: the case says whether it is written, and the directory where to. */
async function letterOf(
  hub: Pick<Hub, 'store' | 'catalogue' | 'directory' | 'alarm'>,
  stationery: Stationery,
  mail: Mail,
): Promise<Letter> {
  const { id, createdAt: at, caseNumber, seq } = mail;
  const record = await hub.store.caseAt(caseNumber, seq);
  const now = caseOf(hub.catalogue, record);
  if (record === undefined || now === undefined || !isWritten(now, record.history, mail))
    throw unsound(hub.alarm, { table: 'mail', mail: id });
  const directory = hub.directory.current();
  const reader = directory.authorities.get(mail.authority);
  const to = addressesOf(directory, mail.authority);
  if (reader === undefined || to.length === 0)
    throw hubFault('MAIL_REFUSED', 'nobody has an address', { code: 'NO_ADDRESS' });
  return { id, at, to, ...mailWords(mail, reader, stationery) };
}

/** What has become of an e-mail. */
export type Fate = { readonly state: 'sent' } | { readonly state: 'dead'; readonly reason: string };

/**
 * Writes down what has become of an e-mail, with a record in the chain of its case: which authority, which template, never an
 * address. False where somebody else has done so. No record is made of what is not believed, and nothing is built upon a case
 * that does not stand as it should: such an e-mail is dead without one, or it would be sent for ever.
 */
export function endMail(
  hub: Pick<Hub, 'store' | 'codec' | 'clock'>,
  { id, caseNumber, authority, template }: Mail,
  fate: Fate,
): Promise<boolean> {
  const at = hub.clock.now();
  return hub.store.transaction(async (unit) => {
    const isBelieved = fate.state === 'sent' || fate.reason !== DEAD_UNTESTIFIED;
    const head = isBelieved ? (await unit.heads([caseNumber])).get(caseNumber) : undefined;
    if ((await unit.waitingMails([id])).length === 0) return false;
    if (head === undefined) {
      const end: MailEnd = { id, at, state: 'dead', reason: DEAD_UNTESTIFIED };
      await unit.write(merge([{ mailEnds: [end] }]));
      return true;
    }
    const { record, head: moved } = append(hub.codec, head, {
      event: fate.state === 'sent' ? 'ConsignmentNotification' : 'ConsignmentNotificationFailure',
      at,
      recipient: { authority },
      more: { template },
      ...(fate.state === 'sent' ? {} : { reasons: [fate.reason] }),
    });
    await unit.write(merge([{ evidence: [record], heads: [moved], mailEnds: [{ id, at, ...fate }] }]));
    return true;
  });
}
