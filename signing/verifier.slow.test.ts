import { describe, expect, test } from 'vitest';
import { compileCodecs } from '../adapters/codecs/codecs.ts';
import { HUB, schemaUrn, systemUrn, type Message } from '../domain/kernel/message.ts';
import { fault } from '../domain/kernel/refusals.ts';
import { makeBook } from '../schemas/catalogue.ts';
import { openMessageSeal } from './message/message-seal.ts';
import { openSeal } from './seal/open-seal.ts';
import { sealPdf } from './seal/seal-pdf.ts';
import { emptyPage } from './testing/page.ts';
import { makeTrainingSeal } from './training-seal.ts';
import { openVerifier, type Reading } from './verifier.ts';

const training = makeTrainingSeal({ key: 'ec', passphrase: 'training' });
const unread = () => ({ faults: [fault('MESSAGE_FORMAT_UNKNOWN')] as const });
const sealing = { signedAt: '2026-11-21T10:31:00Z', name: 'Hub', reason: 'Certified report' };

test('the verifier answers in the words of the standard, with the reason in plain ones', async () => {
  const pdf = await sealPdf(emptyPage(), await openSeal(training), sealing);
  const { verify } = openVerifier([training.root], { ...compileCodecs(makeBook()), read: unread });
  expect(verify(pdf)).toMatchObject({ indication: 'TOTAL-PASSED', level: 'B-B' });
  expect(verify(pdf, 'B-LTA')).toMatchObject({
    indication: 'INDETERMINATE',
    subIndication: 'SIG_CONSTRAINTS_FAILURE',
    text: 'The signature is sound but does not reach the level that was demanded.',
  });
  expect(openVerifier([], { ...compileCodecs(makeBook()), read: unread }).verify(pdf)).toMatchObject({
    indication: 'INDETERMINATE',
    signatures: [{ text: 'The certificate does not lead to anybody who is trusted.' }],
  });
});

test('whatever is sent to it, the verifier has an answer', async () => {
  const pdf = Buffer.from(await sealPdf(emptyPage(), await openSeal(training), sealing));
  const { verify } = openVerifier([training.root], { ...compileCodecs(makeBook()), read: unread });
  for (let place = 0; place < pdf.length; place += 41) {
    const changed = Buffer.from(pdf);
    changed[place] = (changed[place] ?? 0) ^ 0x55;
    expect(verify(changed).indication).toMatch(/^(TOTAL|INDETERMINATE)/);
    expect(verify(pdf.subarray(0, place)).indication).not.toBe('TOTAL-PASSED');
  }
});

const codecs = compileCodecs(makeBook());
const reading: Reading = { ...codecs, read: (file) => codecs.decode(file, undefined) };
const trust = [training.root];
const files = openVerifier(trust, reading);
const receipt: Message = {
  specversion: '1.0',
  id: 'r-1',
  source: HUB,
  type: 'receipt',
  time: '2026-11-21T10:31:00Z',
  dataschema: schemaUrn('receipt'),
  datacontenttype: 'application/json',
  receiver: systemUrn('pt-registos'),
  data: { message: 'm-1', outcome: 'accepted', receivedAt: '2026-11-21T10:31:00Z' },
};

async function signedReceipt(): Promise<Message> {
  const seal = await openMessageSeal({ ...training.messages, passphrase: training.passphrase });
  return { ...receipt, signature: await seal.sign(codecs.canonical(receipt), receipt.time) };
}

describe.each(['xml', 'json'] as const)('a receipt as %s', (format) => {
  async function judged(message: Message, demand?: string) {
    return files.verify(codecs.encode(message, format), demand);
  }

  test('is good, at level B-B, and its words are told', async () => {
    expect(await judged(await signedReceipt(), 'B-B')).toMatchObject({
      kind: 'receipt',
      indication: 'TOTAL-PASSED',
      level: 'B-B',
      says: { id: 'r-1', receipt: { message: 'm-1', outcome: 'accepted' } },
    });
  });

  test('reaches no higher level', async () => {
    expect(await judged(await signedReceipt(), 'B-T')).toMatchObject({ reason: 'LEVEL_NOT_REACHED' });
  });

  test('that was altered is found altered', async () => {
    const altered = {
      ...(await signedReceipt()),
      data: { ...(receipt.data as object), outcome: 'rejected' },
    };
    expect(await judged(altered)).toMatchObject({
      indication: 'TOTAL-FAILED',
      subIndication: 'HASH_FAILURE',
      says: { receipt: { outcome: 'rejected' } },
    });
  });

  test('whose words do not stand in it as they are read does not pass', async () => {
    const text = Buffer.from(codecs.encode(await signedReceipt(), format)).toString();
    const hidden = format === 'xml' ? 'acc<!-- not -->epted' : '\\u0061ccepted';
    expect(files.verify(Buffer.from(text.replace('accepted', hidden)))).toMatchObject({
      indication: 'INDETERMINATE',
      reason: 'MESSAGE_NOT_LEGIBLE',
      says: { receipt: { outcome: 'accepted' } },
    });
  });

  test('without signature has none', async () => {
    expect(await judged(receipt)).toMatchObject({ kind: 'receipt', reason: 'NO_SIGNATURE', level: 'NONE' });
  });

  test('with a signature that is none', async () => {
    for (const signature of ['TUlJQw==', 'MAB='])
      expect(await judged({ ...receipt, signature })).toMatchObject({ reason: 'CMS_UNREADABLE' });
  });
});

test('what a national system has signed is a message, judged by the roots that are given', async () => {
  const { receiver: _, ...rest } = receipt;
  const type = 'request.accept';
  const named = { source: systemUrn('pt-registos'), subject: 'REQ-1', authority: 'PT-1', caseversion: 1 };
  const message: Message = { ...rest, ...named, type, dataschema: schemaUrn(type), data: {} };
  const seal = await openMessageSeal({ ...training.messages, passphrase: training.passphrase });
  const signature = await seal.sign(codecs.canonical(message), message.time);
  const file = codecs.encode({ ...message, signature }, 'json');
  expect(files.verify(file)).toMatchObject({ kind: 'message', indication: 'TOTAL-PASSED', says: { type } });
  const others = openVerifier([], reading);
  expect(others.verify(file)).toMatchObject({ subIndication: 'NO_CERTIFICATE_CHAIN_FOUND' });
});

test.each([
  ['JSON that is no message', '{"a":1}', 'message', 'MESSAGE_UNREADABLE'],
  ['XML that is no message', '\uFEFF  <a/>', 'message', 'MESSAGE_UNREADABLE'],
  ['a text', 'Dear Sir', 'report', 'FORM_NOT_READ'],
  ['JSON that is no object', 'null', 'report', 'FORM_NOT_READ'],
  ['a PDF behind an empty line', '\n%PDF-1.7\n', 'report', 'FORM_NOT_READ'],
  ['nothing', '', 'report', 'FORM_NOT_READ'],
])(
  'of what is no file of ours the verifier says what it took it for, and not that it is bad: %s',
  (...[, text, kind, reason]) => {
    expect(files.verify(Buffer.from(text))).toMatchObject({ kind, reason, indication: 'INDETERMINATE' });
  },
);
