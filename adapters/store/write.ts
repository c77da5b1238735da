import type { PoolClient } from 'pg';
import type { Alarm } from '../../hub/alarm.ts';
import type { Changes } from '../../hub/ports/records.ts';
import { isOfNoCase } from './chains.ts';
import { eraseCases } from './erase.ts';
import { renewKeys, type Keys } from './keys.ts';
import { keepLetters } from './letters.ts';
import type { Macs } from './macs.ts';
import { demandUnissued, replaceExtended } from './reports.ts';
import { sealed } from './sealed.ts';
import { claimUploads, shareUploads, type UploadRow } from './uploads.ts';
import { runTogether } from './together.ts';
import { reportPlace, type Vault } from './vault.ts';
import * as cases from './write-cases.ts';
import * as evidence from './write-evidence.ts';
import * as mails from './write-mails.ts';
import * as messages from './write-messages.ts';
import * as parties from './parties.ts';
import * as reports from './write-reports.ts';

/**
 * Writes a batch: one statement with a part for each table concerned, whatever the size of the batch. A row costs a
 * fraction in a crowd, and one round trip is made instead of six.
 */
export async function write(
  client: PoolClient,
  changes: Changes,
  how: {
    readonly vault: Vault;
    readonly macs: Macs;
    readonly alarm: Alarm;
    readonly keys: Keys;
    readonly uploads: ReadonlyMap<string, UploadRow>;
  },
): Promise<void> {
  const { vault, macs, keys } = how;
  const opened = changes.cases.filter((one) => one.opened);
  for (const { number } of opened) keys.set(number, vault.newKey());
  await renewKeys(client, changes, how);
  await demandUnissued(client, changes.finished);
  await replaceExtended(client, changes.extended, ({ id, caseNumber, bytes }) =>
    sealed(keys, caseNumber, { plain: bytes, place: reportPlace(caseNumber, id) }),
  );
  await runTogether(client, [
    { ...cases.OPEN_CASES, columns: cases.openedColumns(opened, how) },
    {
      ...cases.MOVE_CASES,
      columns: cases.movedColumns(
        changes.cases.filter((one) => !one.opened),
        macs,
      ),
    },
    { ...cases.DUES, columns: cases.dueColumns(changes.dues) },
    { ...parties.PARTIES, columns: parties.partyColumns(changes.parts, macs) },
    { ...parties.GONE, columns: parties.goneColumns(changes) },
    { ...cases.EVENTS, columns: cases.eventColumns(changes.events, macs) },
    { ...cases.CONTENTS, columns: cases.contentColumns(changes.events, keys) },
    { ...cases.ATTACHMENTS, columns: cases.attachmentColumns(changes, keys) },
    { ...cases.ORIGINALS, columns: cases.originalColumns(changes, how) },
    { ...evidence.EVIDENCE, columns: evidence.evidenceColumns(changes, macs) },
    {
      ...evidence.CASE_HEADS,
      columns: evidence.headColumns(changes.heads.filter(({ chain }) => !isOfNoCase(chain))),
    },
    {
      ...evidence.SYSTEM_HEADS,
      columns: evidence.headColumns(changes.heads.filter(({ chain }) => isOfNoCase(chain))),
    },
    { ...messages.MESSAGES, columns: messages.messageColumns(changes, how) },
    { ...messages.DELIVERIES, columns: messages.deliveryColumns(changes.outgoing, macs) },
    { ...messages.HANDED_OVER, columns: messages.handedColumns(changes.handedOver) },
    { ...messages.OVERDUE, columns: messages.markColumns(changes.overdue) },
    { ...mails.MAILS, columns: mails.mailColumns(changes.mails) },
    { ...mails.MAIL_ENDS, columns: mails.mailEndColumns(changes.mailEnds) },
    { ...reports.REPORTS, columns: reports.reportColumns(changes) },
    { ...reports.FINISHED, columns: reports.finishedColumns(changes, keys) },
  ]);
  await claimUploads(client, changes.claims, how);
  await shareUploads(client, changes.shared, how);
  await keepLetters(client, changes.letters, how);
  await eraseCases(client, changes.erased, how);
}
