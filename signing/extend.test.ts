import { expect, it } from 'vitest';
import { extendFile, fileStampsEndAt } from './extend.ts';
import { LATER, testPki } from './testing/pki.ts';
import { sealedPage, servicesOf } from './testing/seal.ts';
import { verifyPdf } from './verify/verify-pdf.ts';

const test = testPki();
const BEFORE_END = new Date('2027-12-01T00:00:00Z');
const BRIEF_END = new Date('2028-01-01T00:00:00Z');
const AFTER_END = new Date('2028-06-01T00:00:00Z');

it('a report is carried from an authority whose certificate ends to another one', async () => {
  const file = await sealedPage(test(), 'B-LTA', { tsa: 'briefTsa' });
  expect(fileStampsEndAt(file)).toEqual(BRIEF_END);
  const extension = { ...servicesOf(test(), BEFORE_END, 'tsa'), trust: [test().root], at: BEFORE_END };
  const extended = Buffer.from(await extendFile(file, extension));
  expect(extended.subarray(0, file.length).equals(file)).toBe(true);
  expect(fileStampsEndAt(extended)).toEqual(new Date('2045-12-31T00:00:00Z'));
  const [before, after] = [file, extended].map((one) =>
    verifyPdf(one, { trust: [test().root], at: AFTER_END, demand: 'B-LTA' }),
  );
  expect(before).toMatchObject({ indication: 'INDETERMINATE', subIndication: 'OUT_OF_BOUNDS_NO_POE' });
  expect(after).toMatchObject({ indication: 'TOTAL-PASSED', level: 'B-LTA' });
});

it('an authority that still stamps with the same certificate gains nothing, and the end says so', async () => {
  const file = await sealedPage(test(), 'B-LTA', { tsa: 'briefTsa' });
  const extension = { ...servicesOf(test(), BEFORE_END, 'briefTsa'), trust: [test().root], at: BEFORE_END };
  expect(fileStampsEndAt(await extendFile(file, extension))).toEqual(BRIEF_END);
});

it('a report below level B-T has no time stamp that could end', async () => {
  expect(fileStampsEndAt(await sealedPage(test(), 'B-B'))).toBeUndefined();
});

it.each([['nothing'], ['<html>']])('what is no signed file that we know is refused: %j', async (text) => {
  const file = text === 'nothing' ? new Uint8Array() : Buffer.from(text);
  const extension = { ...servicesOf(test()), trust: [test().root], at: LATER };
  await expect(extendFile(file, extension)).rejects.toMatchObject({ code: 'FILE_KIND_UNKNOWN' });
  expect(() => fileStampsEndAt(file)).toThrow('FILE_KIND_UNKNOWN');
});

it('what only begins like a PDF is refused', async () => {
  const extension = { ...servicesOf(test()), trust: [test().root], at: LATER };
  const file = Buffer.from('%PDF-1.7 and nothing more');
  await expect(extendFile(file, extension)).rejects.toMatchObject({ code: 'SEAL_NOT_EXTENDABLE' });
  expect(() => fileStampsEndAt(file)).toThrow('PDF_UNREADABLE');
});
