import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { PDFArray, PDFDocument, PDFHexString, PDFName, PDFNumber, PDFString, rgb } from '@cantoo/pdf-lib';
import type { PDFDict, PDFFont, PDFPage } from '@cantoo/pdf-lib';
import { SignPdf } from '@signpdf/signpdf';
import { Signer } from '@signpdf/utils';
import forge from 'node-forge';
import type { Block, Report } from '../domain/reports/model.ts';

/**
 * The stack that one finds first: text drawn with pdf-lib, sealed with @signpdf and a PKCS #12 signer. Its signature is no
 * PAdES and its pages are not tagged; it is here to be measured against, and does what its authors' examples do.
 */

const require = createRequire(import.meta.url);
const FONTS = '@expo-google-fonts/noto-sans';
const PLACEHOLDER = '**********';
const SIGNATURE_LENGTH = 8192;
const LINES = 52;
const WIDTH = 90;

type Fontkit = Parameters<PDFDocument['registerFontkit']>[0];

const fontkit = require('fontkit') as Fontkit;
const regular = readFileSync(require.resolve(`${FONTS}/400Regular/NotoSans_400Regular.ttf`));
const bold = readFileSync(require.resolve(`${FONTS}/700Bold/NotoSans_700Bold.ttf`));

export async function naiveReport(report: Report, p12: Uint8Array, passphrase: string): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  document.registerFontkit(fontkit);
  const fonts = {
    regular: await document.embedFont(regular, { subset: true }),
    bold: await document.embedFont(bold, { subset: true }),
  };
  const lines = linesOf(report);
  for (let start = 0; start < lines.length; start += LINES) {
    drawLines(document.addPage(), lines.slice(start, start + LINES), fonts);
  }
  addPlaceholder(document);
  const pdf = Buffer.from(await document.save({ useObjectStreams: false }));
  return new SignPdf().sign(pdf, pkcs12Signer(p12, passphrase));
}

type Text = { readonly text: string; readonly isHeading: boolean };

function drawLines(
  page: PDFPage,
  lines: readonly Text[],
  fonts: { readonly regular: PDFFont; readonly bold: PDFFont },
) {
  let y = page.getHeight() - 60;
  for (const { text, isHeading } of lines) {
    const font = isHeading ? fonts.bold : fonts.regular;
    page.drawText(text, { x: 57, y, size: isHeading ? 13 : 9.5, font, color: rgb(0.1, 0.13, 0.16) });
    y -= 14;
  }
}

function linesOf(report: Report): readonly Text[] {
  return [
    { text: `${report.title.text} ${report.caseNumber}`, isHeading: true },
    ...report.sections.flatMap(({ heading, blocks }) => [
      { text: heading.text, isHeading: true },
      ...blocks
        .flatMap(wordsOf)
        .flatMap((words) => wrapped(words).map((text) => ({ text, isHeading: false }))),
    ]),
  ];
}

function wordsOf(block: Block): readonly string[] {
  switch (block.kind) {
    case 'facts':
      return block.facts.map(({ label, value }) => `${label.text}: ${value.text}`);
    case 'comparison':
      return block.rows.map(({ label, cells }) => [label, ...cells].map(({ text }) => text).join(' '));
    case 'questions':
      return block.rows.flatMap((row) => [
        `${row.number} ${row.question.text}`,
        ...row.questionComments.map(({ text }) => text.text),
        (row.answer ?? row.noAnswer).text,
        ...row.answerComments.map(({ text }) => text.text),
      ]);
    case 'timeline':
      return block.entries.map(({ at, what, who }) => `${at} ${what.text} ${who.text}`);
    case 'documents':
      return block.rows.map((row) => `${row.name.text} ${row.type.text} ${row.digest?.value ?? ''}`);
    case 'text':
      return [block.label.text, ...block.text.text.split('\n')];
    case 'note':
      return [block.text.text];
    case 'form':
      return [block.statement.text, ...block.blanks.map(({ text }) => text)];
  }
}

function wrapped(text: string): readonly string[] {
  return text.match(new RegExp(`.{1,${WIDTH}}(?: |$)|.{1,${WIDTH}}`, 'g')) ?? [];
}

/** As @signpdf/placeholder-pdf-lib does it. */
function addPlaceholder(document: PDFDocument): void {
  const { context } = document;
  const range = PDFArray.withContext(context);
  range.push(PDFNumber.of(0));
  for (let index = 0; index < 3; index += 1) range.push(PDFName.of(PLACEHOLDER));
  const signature = context.obj({ Type: 'Sig', Filter: 'Adobe.PPKLite', SubFilter: 'adbe.pkcs7.detached' });
  signature.set(PDFName.of('ByteRange'), range);
  signature.set(PDFName.of('Contents'), PDFHexString.of('0'.repeat(2 * SIGNATURE_LENGTH)));
  signature.set(PDFName.of('M'), PDFString.fromDate(new Date()));
  const widget = context.obj({ Type: 'Annot', Subtype: 'Widget', FT: 'Sig', Rect: [0, 0, 0, 0], F: 4 });
  widget.set(PDFName.of('V'), context.register(signature));
  widget.set(PDFName.of('T'), PDFString.of('Signature1'));
  const field = context.register(widget);
  document.getPage(0).node.set(PDFName.of('Annots'), context.obj([field]));
  const form: PDFDict = context.obj({ SigFlags: 3, Fields: [field] });
  document.catalog.set(PDFName.of('AcroForm'), form);
}

/** As @signpdf/signer-p12 does it: the file is opened for every signature, and node-forge signs. */
function pkcs12Signer(p12: Uint8Array, passphrase: string): Signer {
  return Object.assign(new Signer(), {
    sign: (pdf: Buffer) => Promise.resolve(signForge(pdf, p12, passphrase)),
  });
}

function signForge(pdf: Buffer, p12: Uint8Array, passphrase: string): Buffer {
  const file = forge.pkcs12.pkcs12FromAsn1(
    forge.asn1.fromDer(Buffer.from(p12).toString('binary')),
    passphrase,
  );
  const {
    pkcs8ShroudedKeyBag = '',
    certBag = '',
    sha256 = '',
    contentType = '',
    data = '',
    signingTime = '',
    messageDigest = '',
  } = forge.pki.oids;
  const key = file.getBags({ bagType: pkcs8ShroudedKeyBag })[pkcs8ShroudedKeyBag]?.[0]?.key;
  const certificate = file.getBags({ bagType: certBag })[certBag]?.[0]?.cert;
  if (!key || !certificate) throw new Error('the PKCS #12 file must hold an RSA key and its certificate');
  const message = forge.pkcs7.createSignedData();
  message.content = forge.util.createBuffer(pdf.toString('binary'));
  message.addCertificate(certificate);
  message.addSigner({
    key: forge.pki.privateKeyToPem(key),
    certificate,
    digestAlgorithm: sha256,
    authenticatedAttributes: [
      { type: contentType, value: data },
      { type: signingTime, value: new Date().toString() },
      { type: messageDigest },
    ],
  });
  message.sign({ detached: true });
  return Buffer.from(forge.asn1.toDer(message.toAsn1()).getBytes(), 'binary');
}
