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
import { run } from '../support/runs.ts';
import { sampleReport } from '../support/sample-report.ts';
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
    expect([...new Set(languages)].sort()).toEqual(['bg', 'de', 'el', 'pt']);
  });

  it('heads every table and nests its headings', () => {
    const roles = elements(document).map((element) => String(element.get(PDFName.of('S'))).slice(1));
    expect(roles.filter((role) => role === 'H1')).toHaveLength(1);
    expect(roles.filter((role) => role === 'H2')).toHaveLength(7);
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

  it('tags the code as a figure with words and a place', () => {
    const figures = elements(document).filter(
      (element) => String(element.get(PDFName.of('S'))) === '/Figure',
    );
    expect(figures).toHaveLength(1);
    expect(text(figures[0]?.get(PDFName.of('Alt')))).toBe('Code, der zur Prüfung dieses Berichts führt');
    const box = figures[0]?.lookup(PDFName.of('A'), PDFDict).lookup(PDFName.of('BBox'), PDFArray);
    const [left = 0, bottom = 0, right = 0, top = 0] = (box?.asArray() ?? []).map((side) =>
      Number(String(side)),
    );
    expect([right - left, top - bottom].map(Math.round)).toEqual([104, 104]);
  });

  it('is the same file for the same report', async () => {
    expect(Buffer.from(await renderReport(sampleReport())).equals(pdf)).toBe(true);
  });
});

describe('odd contents do not break a report', () => {
  it.each<[string, Partial<Report>]>([
    ['no sections and no attachments', { sections: [], attachments: [] }],
    ['a section without blocks', { sections: [{ heading: run('de', 'Leer'), blocks: [] }] }],
    ['words of 2,000 letters', { sections: [facts('x'.repeat(2000), 'y'.repeat(2000))] }],
    ['empty words', { title: run('de', ''), status: run('de', ''), sections: [facts('', '')] }],
    ['control characters and pictures', { sections: [facts('\u0000\u0007\t', '😀 漢字 a\u0301 \ud800')] }],
    ['a text of 20,000 letters', { sections: [questions('Απάντηση της αρχής. '.repeat(1000))] }],
    [
      'tables without columns or rows',
      { sections: [{ heading: run('de', 'Dokumente'), blocks: emptyTables() }] },
    ],
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

  it.skipIf(isMissing('pdftotext'))('a case number has one line, whatever its letters', async () => {
    const caseNumber = 'REQ-2026-0000001-WMWMWM';
    const made = await renderReport({ ...sampleReport(), caseNumber });
    const page = runProgram('pdftotext', ['-layout', write('wide.pdf', made), '-']);
    // In the head; it stands at the foot of each page as well.
    expect(page).toMatch(new RegExp(`^ *${caseNumber} +\\d+ `, 'm'));
  });

  it.skipIf(isMissing('pdftotext'))('the mark of a training hub is read on every page', async () => {
    const marked = await renderReport({ ...sampleReport(), mark: run('de', 'Übungsdaten') });
    const pages = runProgram('pdftotext', ['-layout', write('marked.pdf', marked), '-'])
      .split('\f')
      .slice(0, -1);
    expect(pages).toHaveLength(3);
    for (const page of pages) expect(page).toContain('Übungsdaten');
  });

  it.skipIf(isMissing('pdftotext'))(
    'a form stands on one page with the statement that is signed',
    async () => {
      const blanks = ['Name', 'Ort und Datum', 'Unterschrift'].map((label) => run('de', label));
      const form = { kind: 'form', statement: run('de', 'Ich willige ein.'), blanks } as const;
      for (const length of [1, 20, 30, 40]) {
        const filler = { heading: run('de', 'Text'), blocks: [noteOf('Zeile\n'.repeat(length))] };
        const sections = [filler, { heading: run('de', 'Einwilligung'), blocks: [form] }];
        const made = await renderReport({ ...sampleReport(), sections });
        const pages = runProgram('pdftotext', ['-layout', write('form.pdf', made), '-']).split('\f');
        const signed = pages.find((page) => page.includes('Ich willige ein.'));
        expect(signed).toMatch(/Einwilligung[^]*Ich willige ein\.[^]*Name[^]*Ort und Datum[^]*Unterschrift/);
      }
    },
  );

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
  const name = run('de', label);
  return { heading: name, blocks: [{ kind: 'facts', facts: [{ label: name, value: run('de', value) }] }] };
}

function questions(answer: string): Report['sections'][number] {
  const noAnswer = run('de', 'Keine Antwort');
  const row = { number: '1', questionComments: [], answerComments: [], noAnswer };
  const rows = [
    { ...row, question: run('el', answer), answer: run('el', answer) },
    { ...row, question: run('de', ''), answer: run('de', '') },
    { ...row, question: run('de', 'Warum?') },
  ];
  const columns = [run('de', 'Frage'), run('de', 'Antwort')] as const;
  return { heading: run('de', 'Fragen'), blocks: [{ kind: 'questions', columns, rows }] };
}

function noteOf(words: string): Report['sections'][number]['blocks'][number] {
  return { kind: 'note', text: run('de', words) };
}

function emptyTables(): Report['sections'][number]['blocks'] {
  const column = run('de', '');
  return [
    { kind: 'documents', columns: [column, column, column], rows: [] },
    { kind: 'comparison', columns: [], rows: [] },
    { kind: 'questions', columns: [column], rows: [] },
    { kind: 'timeline', entries: [] },
    { kind: 'facts', facts: [] },
    { kind: 'form', statement: column, blanks: [] },
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
