import { createHash } from 'node:crypto';
import type { EmbeddedFile, Report } from '../../domain/reports/model.ts';
import { compressed } from '../pdf/file.ts';
import type { PdfFile } from '../pdf/file.ts';
import { dateString, hexString, name, textString } from '../pdf/values.ts';
import type { PdfDictionary } from '../pdf/values.ts';

/**
 * Embeds the case's data as files associated with the whole document (ISO 19005-3, 6.8 and annex E). Every file has a
 * relationship; the name tree, sorted as 7.9.6 asks, is where viewers look for attachments.
 */
export function embedAttachments(file: PdfFile, report: Report): PdfDictionary {
  if (report.attachments.length === 0) return {};
  const date = dateString(new Date(report.generatedAt));
  const embedded = report.attachments
    .map((attachment) => ({ key: textString(attachment.name), reference: embed(file, attachment, date) }))
    .sort((left, right) => (left.key < right.key ? -1 : 1));
  return {
    AF: embedded.map(({ reference }) => reference),
    Names: { EmbeddedFiles: { Names: embedded.flatMap(({ key, reference }) => [key, reference]) } },
  };
}

function embed(file: PdfFile, attachment: EmbeddedFile, date: string): string {
  const { content, mediaType, description } = attachment;
  const digest = createHash('md5').update(content).digest();
  const stream = file.add(
    compressed(content, {
      Type: '/EmbeddedFile',
      Subtype: name(mediaType),
      Params: { Size: content.length, CreationDate: date, ModDate: date, CheckSum: hexString(digest) },
    }),
  );
  return file.add({
    Type: '/Filespec',
    F: textString(attachment.name),
    UF: textString(attachment.name),
    Desc: textString(description),
    AFRelationship: relationship(mediaType),
    EF: { F: stream, UF: stream },
  });
}

/** The page is made from the XML message, its source; any other form is the same data for machines. */
function relationship(mediaType: string): string {
  return /xml/.test(mediaType) ? '/Source' : '/Data';
}
