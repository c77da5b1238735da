import {
  PDFArray,
  PDFDict,
  PDFDocument,
  PDFHexString,
  PDFName,
  PDFRawStream,
  decodePDFRawStream,
} from '@cantoo/pdf-lib';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../domain/reports/model.ts';
import { temporaryFiles } from '../support/folder.ts';
import { isMissing, runProgram } from '../support/programs.ts';
import { run, sampleReport } from '../support/sample-report.ts';
import { renderReport } from './report.ts';

const write = temporaryFiles();
let pdf: Uint8Array;
let document: PDFDocument;

beforeAll(async () => {
  pdf = await renderReport(sampleReport());
  document = await PDFDocument.load(pdf, { updateMetadata: false });
});

describe('a report is accessible and archivable', () => {
  it('names its language, its title and that it is tagged', () => {
    expect(text(document.catalog.get(PDFName.of('Lang')))).toBe('de');
    expect(document.getTitle()).toBe('Vollständiger Bericht mit personenbezogenen Daten 48213.2');
    expect(document.catalog.lookup(PDFName.of('MarkInfo'), PDFDict).toString()).toContain('/Marked true');
    expect(document.catalog.lookup(PDFName.of('ViewerPreferences'), PDFDict).toString()).toContain('true');
  });

  it('claims PDF/A-3a and PDF/UA-1 in its metadata', () => {
    const packet = Buffer.from(pdf).toString('utf8');
    expect(packet).toContain('<pdfaid:part>3</pdfaid:part>');
    expect(packet).toContain('<pdfaid:conformance>A</pdfaid:conformance>');
    expect(packet).toContain('<pdfuaid:part>1</pdfuaid:part>');
    expect(packet).toContain('<xmp:CreateDate>2026-11-21T10:30:00Z</xmp:CreateDate>');
  });

  it('associates the case in XML as source and in JSON as data', () => {
    const files = document.catalog.lookup(PDFName.of('AF'), PDFArray);
    const relations = [0, 1].map((index) => files.lookup(index, PDFDict).get(PDFName.of('AFRelationship')));
    expect(relations.map(String).sort()).toEqual(['/Data', '/Source']);
  });

  it('marks the language of every run that is in another one than the report', () => {
    const languages = elements(document).flatMap((element) => text(element.get(PDFName.of('Lang'))) ?? []);
    expect([...new Set(languages)].sort()).toEqual(['bg', 'de', 'el', 'en', 'pt']);
  });

  it('heads every table and nests its headings', () => {
    const roles = elements(document).map((element) => String(element.get(PDFName.of('S'))).slice(1));
    expect(roles.filter((role) => role === 'H1')).toHaveLength(1);
    expect(roles.filter((role) => role === 'H2')).toHaveLength(6);
    const heads = elements(document).filter((element) => String(element.get(PDFName.of('S'))) === '/TH');
    expect(heads.length).toBeGreaterThan(0);
    for (const head of heads) expect(String(head.get(PDFName.of('A')))).toMatch(/\/Scope \/(Row|Column)/);
  });

  it('shows nothing that is neither content nor artifact', () => {
    for (const content of contents(document)) {
      const outside = content.replace(/\/\w+ <<[^>]*>> BDC\n[\s\S]*?\nEMC/g, '').trim();
      expect(content).toContain('BDC');
      expect(outside).toBe('');
    }
  });

  it('is the same file for the same report', async () => {
    expect(Buffer.from(await renderReport(sampleReport())).equals(pdf)).toBe(true);
  });
});

describe('odd contents do not break a report', () => {
  it.each<[string, Partial<Report>]>([
    ['no sections and no attachments', { sections: [], attachments: [] }],
    ['a section without blocks', { sections: [{ heading: 'Leer', blocks: [] }] }],
    ['words of 2,000 letters', { sections: [facts('x'.repeat(2000), 'y'.repeat(2000))] }],
    ['empty words', { title: '', status: '', sections: [facts('', '')] }],
    ['control characters and pictures', { sections: [facts('\u0000\u0007\t', '😀 漢字 a\u0301 \ud800')] }],
    ['a text of 20,000 letters', { sections: [questions('Απάντηση της αρχής. '.repeat(1000))] }],
    ['tables without columns or rows', { sections: [{ heading: 'Dokumente', blocks: emptyTables() }] }],
  ])('%s', async (_, part) => {
    const made = await renderReport({ ...sampleReport(), ...part });
    const loaded = await PDFDocument.load(made, { updateMetadata: false });
    expect(loaded.getPageCount()).toBeGreaterThan(0);
  });
});

describe('other programs read a report as we mean it', () => {
  it.skipIf(isMissing('pdftotext'))('Latin, Greek and Cyrillic can be extracted', () => {
    const extracted = runProgram('pdftotext', ['-layout', write('text.pdf', pdf), '-']);
    for (const words of [
      'Conceição de Araújo Magalhães',
      'Begründung',
      'Υπουργείο Παιδείας',
      'София (България)',
      'Seite 3 von 3',
    ]) {
      expect(extracted).toContain(words);
    }
  });

  it.skipIf(isMissing('pdfinfo'))('the structure is read with its words', () => {
    const structure = runProgram('pdfinfo', ['-struct-text', write('structure.pdf', pdf)]);
    expect(structure).toContain('"Fragen und Antworten"');
    expect(structure).toContain('/Scope /Column');
  });

  it.skipIf(isMissing('qpdf'))('the file has no syntax errors', () => {
    expect(runProgram('qpdf', ['--check', write('check.pdf', pdf)])).toContain(
      'No syntax or stream encoding errors',
    );
  });

  it.skipIf(isMissing('pdffonts'))('every font is embedded, subset and readable as Unicode', () => {
    const fonts = runProgram('pdffonts', [write('fonts.pdf', pdf)])
      .trim()
      .split('\n')
      .slice(2);
    expect(fonts).toHaveLength(2);
    for (const font of fonts) expect(font).toMatch(/NotoSans-\w+ +CID TrueType +Identity-H +yes yes yes/);
  });

  it.skipIf(isMissing('pdfdetach'))('the attachments are found', () => {
    expect(runProgram('pdfdetach', ['-list', write('files.pdf', pdf)])).toMatch(
      /vorgang\.json[\s\S]*vorgang\.xml/,
    );
  });
});

function facts(label: string, value: string): Report['sections'][number] {
  return { heading: label, blocks: [{ kind: 'facts', facts: [{ label, value: run('de', value) }] }] };
}

function questions(answer: string): Report['sections'][number] {
  const row = { number: '1', questionComments: [], answerComments: [], noAnswer: 'Keine Antwort' };
  const rows = [
    { ...row, question: run('el', answer), answer: run('el', answer) },
    { ...row, question: run('de', ''), answer: run('de', '') },
    { ...row, question: run('de', 'Warum?') },
  ];
  return { heading: 'Fragen', blocks: [{ kind: 'questions', columns: ['Frage', 'Antwort'], rows }] };
}

function emptyTables(): Report['sections'][number]['blocks'] {
  return [
    { kind: 'documents', columns: [], rows: [] },
    { kind: 'documents', columns: ['Datei', 'SHA-256'], rows: [] },
    { kind: 'timeline', entries: [] },
    { kind: 'facts', facts: [] },
  ];
}

function elements(loaded: PDFDocument): readonly PDFDict[] {
  return loaded.context
    .enumerateIndirectObjects()
    .flatMap(([, value]) =>
      value instanceof PDFDict && value.get(PDFName.of('Type')) === PDFName.of('StructElem') ? [value] : [],
    );
}

function contents(loaded: PDFDocument): readonly string[] {
  return loaded.getPages().map(({ node }) => {
    const stream = node.Contents();
    const bytes = stream instanceof PDFRawStream ? decodePDFRawStream(stream).decode() : [];
    return Buffer.from(bytes).toString('latin1');
  });
}

function text(value: unknown): string | undefined {
  return value instanceof PDFHexString ? value.decodeText() : undefined;
}
