import { createPdfFile } from '../pdf/file.ts';
import { hexString, textString } from '../pdf/values.ts';

/** An empty page with an empty signature field: whatever is sealed, sealing it takes no more. */
export function emptyPage(): Uint8Array {
  const file = createPdfFile();
  const [pages, page] = [file.reserve(), file.reserve()];
  const field = file.add({
    Type: '/Annot',
    Subtype: '/Widget',
    FT: '/Sig',
    T: textString('Seal'),
    Rect: [0, 0, 0, 0],
    F: 132,
    P: `${page} 0 R`,
  });
  const contents = file.add({ dictionary: {}, bytes: Buffer.from('0 0 m 100 100 l S') });
  file.put(page, {
    Type: '/Page',
    Parent: `${pages} 0 R`,
    MediaBox: [0, 0, 595, 842],
    Contents: contents,
    Resources: {},
    Annots: [field],
  });
  const tree = file.put(pages, { Type: '/Pages', Count: 1, Kids: [`${page} 0 R`] });
  const form = file.add({ Fields: [field], SigFlags: 3 });
  const catalog = file.add({ Type: '/Catalog', Pages: tree, AcroForm: form });
  const id = hexString(Buffer.alloc(16, 7));
  return file.finish({ Root: catalog, ID: [id, id] });
}
