import { beforeAll, describe, expect, it } from 'vitest';
import { openPdf } from '../pdf/read.ts';
import { appendIncrement } from '../pdf/increment.ts';
import { createPdfFile } from '../pdf/file.ts';
import { hexString, textString } from '../pdf/values.ts';
import { appendTimeStamp } from '../seal/document-time-stamp.ts';
import { extendReport } from '../seal/extend-report.ts';
import { sealPdf } from '../seal/seal-pdf.ts';
import { LEVELS, sealReport } from '../seal/seal-report.ts';
import { appendValidationData } from '../seal/security-store.ts';
import { stream, targetOf, writtenByHand } from '../testing/by-hand.ts';
import { FORMS } from '../testing/forms.ts';
import { emptyPage } from '../testing/page.ts';
import { PAYLOADS, RED_BOX } from '../testing/payloads.ts';
import { LATER, NOW, testPki } from '../testing/pki.ts';
import { gradeOf, sealedPage, SEALING, servicesOf } from '../testing/seal.ts';
import type { VerificationOptions } from './policy.ts';
import { verifyPdf } from './verify-pdf.ts';

const test = testPki();
const BASES = [...LEVELS, 'extended'] as const;
type BaseName = (typeof BASES)[number];
const bases = new Map<BaseName, Buffer>();

beforeAll(async () => {
  for (const level of LEVELS) bases.set(level, await sealedPage(test(), level));
  const extension = { ...servicesOf(test()), trust: [test().root], at: NOW };
  bases.set('extended', Buffer.from(await extendReport(base('B-LTA'), extension)));
});

function base(name: BaseName): Buffer {
  return bases.get(name) ?? Buffer.alloc(0);
}

function verify(file: Uint8Array, options: Partial<VerificationOptions> = {}) {
  return verifyPdf(file, { trust: [test().root], at: LATER, ...options });
}

const CHANGED = {
  indication: 'INDETERMINATE',
  subIndication: 'SIG_CONSTRAINTS_FAILURE',
  reason: 'CHANGED_AFTER_SIGNING',
};
const NOT_READ = { indication: 'INDETERMINATE', subIndication: 'GENERIC', reason: 'FORM_NOT_READ' };

describe.each(BASES)('a report that was sealed: %s', (name) => {
  const level = name === 'extended' ? 'B-LTA' : name;

  it('passes at exactly its level', () => {
    expect(verify(base(name), { demand: level })).toMatchObject({ indication: 'TOTAL-PASSED', level });
  });

  it.each(Object.entries(PAYLOADS))('does not pass with something behind it: %s', (_, payload) => {
    const target = targetOf(base(name));
    expect(verify(writtenByHand(target, { objects: payload(target) }))).toMatchObject(CHANGED);
  });

  it.each(Object.entries(FORMS))('does not pass with another content, written in the form: %s', (_, form) => {
    const target = targetOf(base(name));
    expect(verify(form(target, [[target.contents, stream(RED_BOX)]]))).toMatchObject(CHANGED);
  });

  it('does not pass under an overlay that a time stamp, or an extension, is put over', async () => {
    const target = targetOf(base(name));
    const overlaid = writtenByHand(target, { objects: [[target.contents, stream(RED_BOX)]] });
    const { tsa } = servicesOf(test());
    expect(verify(await appendTimeStamp(overlaid, tsa))).toMatchObject(CHANGED);
    const extended = appendValidationData(overlaid, { certificates: [], ocsps: [], crls: [] });
    expect(verify(await appendTimeStamp(extended, tsa))).toMatchObject(CHANGED);
  });

  it('does not pass with a second signature, although both are genuine', async () => {
    const target = targetOf(base(name));
    const objects = [
      [target.form, target.body(target.form).replace(/\/Fields \[[^\]]*/, `$& ${target.size} 0 R`)],
      [target.size, '<</FT /Sig /T (second)>>'],
    ] as const;
    const signed = await sealPdf(writtenByHand(target, { objects }), test().seal('signer'), SEALING);
    expect(verify(signed)).toMatchObject(CHANGED);
  });

  it('does not pass with other bytes in the gap of its range', () => {
    const file = base(name);
    const start = file.indexOf('/Contents <') + '/Contents <'.length;
    const digits = file.toString('latin1', start, file.indexOf('>', start));
    const others = [
      digits.replace(/0{8}$/, '0000000f'),
      digits.replace(/0{8}$/, '>/X(a)<0'),
      digits.replace(/0{8}$/, '       0'),
      digits.replace(/[a-f]/, (digit) => digit.toUpperCase()),
    ];
    for (const other of others) {
      const copy = Buffer.from(file);
      copy.write(other, start, 'latin1');
      expect(verify(copy).indication).not.toBe('TOTAL-PASSED');
    }
  });
});

describe('without a demanded level', () => {
  it('a report whose validation data was taken out does not pass as one that never had any', () => {
    const target = targetOf(base('B-LT'));
    const objects = [[target.root, target.body(target.root).replace(/ \/DSS \d+ 0 R/, '')]] as const;
    expect(verify(writtenByHand(target, { objects }))).toMatchObject(CHANGED);
  });
});

/** What may lie in wait in a file that is then sealed in good faith. */
const PREPARED: Readonly<Record<string, (page: Buffer) => Buffer>> = {
  'an object that no table lists': (page) => before(page, 'xref\n0', '99 0 obj\n(hidden)\nendobj\n'),
  'a comment': (page) => before(page, 'xref\n0', '% hidden\n'),
  'the same object twice': (page) => before(page, 'xref\n0', `4 0 obj\n${stream(RED_BOX)}\nendobj\n`),
  'other bytes': (page) => before(page, 'xref\n0', 'hidden '),
};

describe.each(Object.entries(PREPARED))(
  'a report with something hidden in it before it is sealed: %s',
  (_, prepare) => {
    it.each(LEVELS)('does not pass at level %s', async (level) => {
      const order = { seal: test().seal('signer'), sealing: SEALING, ...gradeOf(test(), level) };
      const found = verify(await sealReport(prepare(Buffer.from(emptyPage())), order));
      expect(found).toMatchObject(level === 'B-B' || level === 'B-T' ? NOT_READ : CHANGED);
    });
  },
);

describe('a report with other contents ready in it before it is sealed', () => {
  it('passes while they are not shown, and not any more when they are', async () => {
    const sealed = Buffer.from(await sealPdf(pageWithSpareContents(), test().seal('signer'), SEALING));
    expect(verify(sealed)).toMatchObject({ indication: 'TOTAL-PASSED' });
    const target = targetOf(sealed);
    const spare = Number(/\n(\d+) 0 obj\n<<\/Spare/.exec(sealed.toString('latin1'))?.[1]);
    const shown = target.body(target.page).replace(/\/Contents \d+/, `/Contents ${spare}`);
    expect(verify(writtenByHand(target, { objects: [[target.page, shown]] }))).toMatchObject(CHANGED);
    const table = `${target.contents} 1\n${String(sealed.indexOf(`${spare} 0 obj`)).padStart(10, '0')} 00000 n \n`;
    expect(verify(writtenByHand(target, { objects: [], table: () => table }))).toMatchObject(CHANGED);
  });
});

function before(page: Buffer, mark: string, hidden: string): Buffer {
  const at = page.lastIndexOf(mark);
  const text = page.toString('latin1');
  const moved = `${text.slice(0, at)}${hidden}${text.slice(at)}`;
  return Buffer.from(moved.replace(/startxref\n\d+/, `startxref\n${at + hidden.length}`), 'latin1');
}

function pageWithSpareContents(): Uint8Array {
  const file = createPdfFile();
  const [pages, page] = [file.reserve(), file.reserve()];
  const field = file.add({ FT: '/Sig', T: textString('Seal') });
  const contents = file.add({ dictionary: {}, bytes: Buffer.from('0 0 m 100 100 l S') });
  file.add({ dictionary: { Spare: true }, bytes: Buffer.from(RED_BOX) });
  const box = [0, 0, 595, 842];
  file.put(page, { Type: '/Page', Parent: `${pages} 0 R`, MediaBox: box, Contents: contents, Resources: {} });
  const tree = file.put(pages, { Type: '/Pages', Count: 1, Kids: [`${page} 0 R`] });
  const form = file.add({ Fields: [field], SigFlags: 3 });
  const id = hexString(Buffer.alloc(16, 7));
  return file.finish({ Root: file.add({ Type: '/Catalog', Pages: tree, AcroForm: form }), ID: [id, id] });
}

describe('an increment that claims to be of the hub', () => {
  it.each([
    ['with one object more', [[90, '(hidden)']]],
    ['with the content of the page', [[4, '<<>>']]],
  ] as const)('is none %s', (_, more) => {
    const file = base('B-T');
    const data = { certificates: [test().pki.issuing.certificate, test().root], ocsps: [], crls: [] };
    const whole = appendValidationData(file, data);
    const reader = openPdf(file);
    const own = openPdf(whole).revisions.at(-1);
    const objects = [...(own?.offsets.keys() ?? [])].map((number) => ({
      number,
      value: openPdf(whole).written(number, own?.offsets.get(number) ?? 0).value,
    }));
    expect(appendIncrement(file, reader, objects).equals(whole)).toBe(true);
    const further = more.map(([number, value]) => ({ number, value }));
    expect(verify(appendIncrement(file, reader, [...objects, ...further]))).toMatchObject(CHANGED);
  });
});
