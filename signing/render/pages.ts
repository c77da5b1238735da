import type { Report } from '../../domain/reports/model.ts';
import { compressed } from '../pdf/file.ts';
import type { PdfFile } from '../pdf/file.ts';
import { reference, textString } from '../pdf/values.ts';
import { PAGE } from './theme.ts';

/** Name of the empty signature field that sealing fills. */
const SEAL_FIELD = 'Seal';

/**
 * An invisible widget: of no size, it needs no appearance (ISO 19005-3, 6.3.3), and printable, because hidden ones are
 * forbidden (6.3.2). It is there before sealing, so that a seal changes nothing but the field's value.
 */
export function writeSealField(
  file: PdfFile,
  report: Report,
  at: { readonly page: string | null; readonly parent: number },
) {
  return file.add({
    Type: '/Annot',
    Subtype: '/Widget',
    FT: '/Sig',
    T: textString(SEAL_FIELD),
    TU: textString(report.issuer),
    Rect: [0, 0, 0, 0],
    F: 132,
    P: at.page,
    StructParent: at.parent,
  });
}

type Pages = {
  readonly numbers: readonly number[];
  readonly contents: readonly Uint8Array[];
  readonly resources: string;
  readonly widget: string;
};

/** The page tree; reading order follows the structure, also among annotations (ISO 14289-1, 7.18.3). */
export function writePages(file: PdfFile, { numbers, contents, resources, widget }: Pages): string {
  const tree = file.reserve();
  for (const [index, number] of numbers.entries()) {
    file.put(number, {
      Type: '/Page',
      Parent: reference(tree),
      Resources: resources,
      MediaBox: [0, 0, PAGE.width, PAGE.height],
      Contents: file.add(compressed(contents[index] ?? Buffer.alloc(0))),
      StructParents: index,
      Tabs: '/S',
      Annots: index === 0 ? [widget] : undefined,
    });
  }
  return file.put(tree, { Type: '/Pages', Count: numbers.length, Kids: numbers.map(reference) });
}
