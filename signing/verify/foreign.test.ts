import { describe, expect, it } from 'vitest';
import { baseOf } from '../pdf/increment.ts';
import { coveredDigest, fillIn, placeholder, prepare } from '../pdf/placeholder.ts';
import { openPdf } from '../pdf/read.ts';
import { signDigest } from '../seal/cms.ts';
import { appendTimeStamp } from '../seal/document-time-stamp.ts';
import { extendReport } from '../seal/extend-report.ts';
import { LATER, NOW, testPki } from '../testing/pki.ts';
import { servicesOf } from '../testing/seal.ts';
import { verifyPdf } from './verify-pdf.ts';

const test = testPki();

/** As other programs write: over several lines, with blanks, with the form in the catalogue, fields below fields. */
const OBJECTS = [
  '1 0 obj\r\n<<\r\n/Type /Catalog /Pages 2 0 R\r\n/AcroForm 3 0 R >>\r\nendobj\r\n',
  '2 0 obj\r\n<< /Type/Pages/Kids[]/Count 0 >>\r\nendobj\r\n',
  '3 0 obj\r\n<< /Fields [ 4 0 R ] /SigFlags 3 >>\r\nendobj\r\n\r\n',
  '4 0 obj\r\n<< /FT /Sig /T (all\\040seals) /Kids [ 5 0 R ] >>\r\nendobj\r\n',
  '5 0 obj\r\n<< /Parent 4 0 R /T (one) /V 7 0 R >>\r\nendobj\r\n',
  '6 0 obj\r\n<< /Length 8 0 R >>\r\nstream\r\nq Q\r\nendstream\r\nendobj\r\n',
  '8 0 obj\r\n3\r\nendobj\r\n',
];

type Parts = { readonly trailer?: string; readonly more?: string };

function foreignFile({ trailer = '', more = '' }: Parts = {}): Buffer {
  let text = '%PDF-1.4\r\n%\u00bf\u00f7\u00a2\u00fe\r\n';
  const rows = OBJECTS.map((object) => {
    const row = `${String(text.length).padStart(10, '0')} 00000 n\r\n`;
    text += object;
    return row;
  });
  text += more;
  const at = text.length;
  const table = `0 1\r\n0000000000 65535 f\r\n1 6\r\n${rows.slice(0, 6).join('')}8 1\r\n${rows.slice(6).join('')}`;
  text += `xref\r\n${table}trailer << /Size 9 /Root 1 0 R ${trailer}>>\r\nstartxref\r\n${at}\r\n%%EOF\r\n`;
  return Buffer.from(text, 'latin1');
}

/** Signed as another program may do it; the moment is written with an escape. */
async function signed(file: Buffer): Promise<Buffer> {
  const signature = {
    Type: '/Sig',
    Filter: '/Adobe.PPKLite',
    SubFilter: '/ETSI.CAdES.detached',
    ...placeholder(8192),
    M: String.raw`(D\07220261121103100\
Z)`,
  };
  const prepared = prepare(baseOf(file, openPdf(file)), [{ number: 7, value: signature }]);
  const digest = coveredDigest(prepared);
  return Buffer.concat([file, fillIn(prepared, await signDigest({ digest }, test().seal('signer')))]);
}

function verify(file: Uint8Array) {
  return verifyPdf(file, { trust: [test().root], at: LATER });
}

const NOT_READ = { indication: 'INDETERMINATE', subIndication: 'GENERIC', reason: 'FORM_NOT_READ' };

describe('a good file that another program has written', () => {
  it('passes at the level that it has, and its claim of time is read', async () => {
    expect(verify(await signed(foreignFile()))).toMatchObject({
      indication: 'TOTAL-PASSED',
      level: 'B-B',
      signatures: [{ claimedAt: NOW.toISOString() }],
    });
  });

  it('does not pass with a time stamp behind it, for what others read in it is not known for sure', async () => {
    const stamped = await appendTimeStamp(await signed(foreignFile()), servicesOf(test()).tsa);
    expect(verify(stamped)).toMatchObject({ indication: 'INDETERMINATE', reason: 'CHANGED_AFTER_SIGNING' });
  });

  it('is therefore not extended', async () => {
    const extension = { ...servicesOf(test()), trust: [test().root], at: NOW };
    await expect(extendReport(await signed(foreignFile()), extension)).rejects.toMatchObject({
      code: 'SEAL_NOT_EXTENDABLE',
    });
  });
});

describe('a file that is not wholly read is called so, and never bad', () => {
  it.each([
    ['with a comment in it', { more: '% a comment\r\n' }],
    ['with an object that no table lists', { more: '9 0 obj\r\n(hidden)\r\nendobj\r\n' }],
  ])('%s', async (_, parts) => {
    expect(verify(await signed(foreignFile(parts)))).toMatchObject(NOT_READ);
  });

  it.each([
    ['that is encrypted', foreignFile({ trailer: '/Encrypt 9 0 R ' })],
    ['with cross-references in two places', foreignFile({ trailer: '/XRefStm 20 ' })],
    [
      'with cross-references in a stream',
      Buffer.from(
        '%PDF-1.5\n1 0 obj\n<</Type /XRef /Length 0>>\nstream\n\nendstream\nendobj\nstartxref\n9\n%%EOF\n',
      ),
    ],
  ])('%s', (_, file) => {
    expect(verify(file)).toMatchObject(NOT_READ);
  });
});
