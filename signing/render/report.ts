import { createHash } from 'node:crypto';
import type { Report } from '../../domain/reports/model.ts';
import { useFont } from '../fonts/embed.ts';
import { face } from '../fonts/face.ts';
import { srgbProfile } from '../pdf/colour-profile.ts';
import { compressed, createPdfFile } from '../pdf/file.ts';
import type { PdfFile } from '../pdf/file.ts';
import { writeStructure } from '../pdf/structure.ts';
import { hexString, reference, textString } from '../pdf/values.ts';
import type { PdfDictionary } from '../pdf/values.ts';
import { embedAttachments } from './attachments.ts';
import { furnitureOf } from './furniture.ts';
import { layReport } from './layout.ts';
import { documentTitle, informationOf, metadataOf } from './metadata.ts';
import { writeOutline } from './outline.ts';
import { FONT_NAMES, paint } from './paint.ts';
import { paginate } from './paginate.ts';
import { writePages, writeSealField } from './pages.ts';

/** The same in every report. */
const PROFILE = compressed(srgbProfile(), { N: 3 });

/** The report as PDF/A-3a and PDF/UA-1 with an empty signature field. The same report gives the same bytes. */
export function renderReport(report: Report): Promise<Uint8Array> {
  return new Promise((resolve) => {
    resolve(renderFile(report));
  });
}

function renderFile(report: Report): Uint8Array {
  const { root, rows, seal, bookmarks } = layReport(report);
  const pages = paginate(rows);
  const fonts = { regular: useFont(face('regular')), strong: useFont(face('strong')) };
  const furniture = furnitureOf(report, pages.length);
  const painted = paint(pages, furniture, (faceName, text) => fonts[faceName].encode(text));

  const file = createPdfFile();
  const resources = file.add({
    Font: { [FONT_NAMES.regular]: fonts.regular.embed(file), [FONT_NAMES.strong]: fonts.strong.embed(file) },
  });
  const numbers = pages.map(() => file.reserve());
  const references = numbers.map(reference);
  const widget = writeSealField(file, report, { page: references[0] ?? null, parent: pages.length });
  const tree = writePages(file, { numbers, contents: painted.contents, resources, widget });
  const shown = { marks: painted.marks, pages: references };
  const structure = writeStructure(file, { root, ...shown, widget: { reference: widget, element: seal } });
  const catalog = file.add({
    ...catalogOf(file, report),
    Pages: tree,
    StructTreeRoot: structure,
    Outlines: writeOutline(file, bookmarks, shown),
    AcroForm: file.add({ Fields: [widget], SigFlags: 3 }),
  });
  return file.finish({ Root: catalog, Info: file.add(informationOf(report)), ID: identifiers(report) });
}

function catalogOf(file: PdfFile, report: Report): PdfDictionary {
  return {
    Type: '/Catalog',
    Lang: textString(report.language),
    MarkInfo: { Marked: true },
    ViewerPreferences: { DisplayDocTitle: true },
    Metadata: file.add(metadataOf(report)),
    OutputIntents: [
      {
        Type: '/OutputIntent',
        S: '/GTS_PDFA1',
        OutputConditionIdentifier: textString('sRGB'),
        Info: textString('sRGB IEC61966-2.1'),
        DestOutputProfile: file.add(PROFILE),
      },
    ],
    ...embedAttachments(file, report),
  };
}

/** From the report's own number and version instead of a clock: equal reports are equal files. */
function identifiers(report: Report): readonly string[] {
  const seed = JSON.stringify([
    report.id,
    report.caseNumber,
    report.caseVersion,
    report.generatedAt,
    documentTitle(report),
  ]);
  const id = hexString(createHash('sha256').update(seed).digest().subarray(0, 16));
  return [id, id];
}
