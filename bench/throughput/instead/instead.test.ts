import { expect, test } from 'vitest';
import { openSignatures } from '../../../signing/message/check-signature.ts';
import { formOf } from '../request.ts';
import { openReader, type Read } from './read.ts';
import { MOVES, openRules } from './rules.ts';
import { makeSeal } from './seal.ts';
import { deliveryOf, receiptOf, signedIn, type Outcome } from './write.ts';

const reader = openReader(Object.keys(MOVES));
const message = formOf('send', { now: new Date() })('bench-r1-7');

function reading(): Read {
  const read = reader.read(message);
  if ('faults' in read) throw new Error(read.faults.join());
  return read;
}

function accepted(): Outcome {
  const { id, system, type, authority, data } = reading();
  const file = { id: 7, area: 'PQ', status: 'awaitingAcceptance', version: 1, requesting: authority, responding: 'DE-T-BAYERN' };
  const event = { seq: 1, type, by: authority, data };
  return { message: id, system, digest: 'ab', receivedAt: '2026-11-28T09:30:00.000Z', faults: [], case: file, event };
} // prettier-ignore

test('the contender reads a message as its sender has written it', () => {
  expect(reading()).toMatchObject({
    id: 'bench-r1-7',
    type: 'request.send',
    system: 'at-anerkennung',
    authority: 'AT-T-GESUNDHEIT',
    data: { addressee: { criteria: { country: 'DE', keywords: ['nurse-general-care'] } }, reference: 'UEBUNG/2026/0815' },
  });
  expect(reading().data['questions']).toHaveLength(9);
  expect(reading().data['subject']).toHaveLength(7);
}); // prettier-ignore

test('it names all that is wrong with one', () => {
  const wrong = message.toString().replace('<area>PQ</area>', '').replace('pq-general', '-');
  const read = reader.read(Buffer.from(wrong));
  expect('faults' in read && read.faults.toSorted()).toEqual([
    "/data must have required property 'area'",
    expect.stringContaining('/data/questionSet/id must match pattern'),
  ]);
  expect(reader.read(message.subarray(0, -5))).toHaveProperty('faults');
});

test('its rules find who is competent, and refuse what has passed', () => {
  const { opening } = openRules();
  expect(opening(reading(), '2026-01-01')).toEqual({ faults: [], responding: 'DE-T-BAYERN' });
  expect(opening(reading(), '2099-01-01').faults).toEqual(['the deadline has passed']);
});

test.each(['forge', 'node'] as const)('its receipt bears a good signature of %s, over itself without it', (signer) => {
  const seal = makeSeal(signer);
  const { text, signature } = signedIn(receiptOf(accepted(), seal).toString());
  const { check } = openSignatures();
  const given = { signature, certificates: [seal.certificate], at: new Date(Date.now() + 2000).toISOString() };
  expect(text).toContain('<case>REQ-0000007</case>');
  expect(check({ ...given, content: text })).toBeUndefined();
  expect(check({ ...given, content: `${text} ` })).toMatchObject({ code: 'SIGNATURE_INVALID' });
}); // prettier-ignore

test('the other authority is told what is asked, and nothing of the person', () => {
  const told = deliveryOf(accepted())?.toString() ?? '';
  expect(told).toContain('PQ-GQ-027');
  expect(told).toContain('bench-r1-7');
  expect(told).not.toContain('Erika');
  expect(
    deliveryOf({ message: 'm', system: 's', digest: '', receivedAt: '', faults: ['no'] }),
  ).toBeUndefined();
});
