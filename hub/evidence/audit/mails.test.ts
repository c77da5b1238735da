import { beforeAll, expect, test } from 'vitest';
import { LISBON, PORTO } from '../../../domain/testing/cast.ts';
import { CATALOGUE } from '../../../schemas/catalogue.ts';
import { process } from '../../intake/settle.ts';
import { endMail } from '../../outgoing/send-mail.ts';
import { auditSourceOver, rowsOn, type KeptRows } from '../../testing/memory-audit.ts';
import { canonical, sha256 } from '../../testing/plain-codec.ts';
import { aMessage, openStage, submitted, wireRequest } from '../../testing/stage.ts';
import { auditEvidence, type Audit } from './audit.ts';
import type { KeptMails } from './source.ts';

let whole: KeptRows;
beforeAll(async () => {
  const stage = openStage(undefined, { writesMail: true });
  for (const message of [
    aMessage({ authority: PORTO, type: 'request.send', data: wireRequest() }),
    aMessage({ authority: LISBON, type: 'request.approve', subject: 'REQ-1', caseversion: 1 }),
  ])
    await process(stage.hub, [submitted(message)]);
  const [first, second, third] = stage.tables.mails.values();
  if (first === undefined || second === undefined || third === undefined)
    throw new TypeError('three are written');
  await endMail(stage.hub, first, { state: 'sent' });
  await endMail(stage.hub, second, { state: 'dead', reason: 'SMTP_550' });
  await stage.store.reviveMail(second.id, second.createdAt);
  await endMail(stage.hub, second, { state: 'sent' });
  await endMail(stage.hub, third, { state: 'dead', reason: 'NO_ADDRESS' });
  whole = await rowsOn(stage);
});

function judge() {
  return { indication: 'TOTAL-PASSED', text: '', level: 'B-T' };
}

function audit(kept: KeptRows): Promise<Audit> {
  const codec = { canonical, digest: (value: unknown) => sha256(canonical(value)) };
  return auditEvidence(auditSourceOver(kept), { codec, judge, workflows: CATALOGUE.workflows });
}

test('e-mails that were sent, that died, and that were sent after all are whole evidence, and are counted', async () => {
  const { outcome, problems, chains } = await audit(whole);
  expect([outcome, problems, chains.mailed]).toEqual(['whole', [], 2]);
  const records = whole.records.filter(({ kind }) => kind.startsWith('ConsignmentNotification'));
  expect(records.map(({ kind }) => kind)).toEqual([
    'ConsignmentNotification',
    'ConsignmentNotificationFailure',
    'ConsignmentNotification',
    'ConsignmentNotificationFailure',
  ]);
  expect(JSON.parse(records[0]?.body ?? '')).toEqual({
    erdsEventId: 'http://uri.etsi.org/19522/Event/ConsignmentNotification',
    eventTime: expect.any(String),
    evidenceIssuerDetails: 'urn:imi-hub',
    recipientDetails: { authority: LISBON },
    template: 'request.awaitsApproval',
  });
  expect(JSON.parse(records[3]?.body ?? '')).toMatchObject({ eventReasons: ['NO_ADDRESS'] });
});

test.for<readonly [string, (row: KeptMails) => KeptMails, string]>([
  ['that is said to be sent', (row) => ({ ...row, sent: row.sent + 1 }), 'MAIL_UNTESTIFIED'],
  ['that is said to be dead', (row) => ({ ...row, dead: row.dead + 1 }), 'MAIL_UNTESTIFIED'],
  ['that is said to wait', (row) => ({ ...row, sent: 0 }), 'MAIL_UNMARKED'],
  ['that went to another', (row) => ({ ...row, authority: 'X' }), 'MAIL_UNTESTIFIED'],
  ['by another template', (row) => ({ ...row, template: 'request.closed' }), 'MAIL_UNTESTIFIED'],
])('one %s is found', async ([, forge, code]) => {
  const [first, ...rest] = whole.mails;
  if (first === undefined) throw new TypeError('there are e-mails');
  const { problems } = await audit({ ...whole, mails: [forge(first), ...rest] });
  expect(problems).toContainEqual(expect.objectContaining({ code, chain: 'REQ-1' }));
});
