import { stream } from './by-hand.ts';
import type { Target, Written } from './by-hand.ts';

/** Shown over whatever is on the page: nobody could overlook it. */
export const RED_BOX = '1 0 0 rg 60 300 480 200 re f';

type Payload = (target: Target) => readonly Written[];

/** What a forger would like a reader to see, or a program to find, in place of what was sealed. */
export const PAYLOADS: Readonly<Record<string, Payload>> = {
  'the page’s content replaced': ({ contents }) => [[contents, stream(RED_BOX)]],
  'a page with other contents': ({ page, size, body }) => [
    [page, body(page).replace(/\/Contents \d+ 0 R/, `/Contents ${size} 0 R`)],
    [size, stream(RED_BOX)],
  ],
  'a page with further contents': ({ page, contents, size, body }) => [
    [page, body(page).replace(/\/Contents \d+ 0 R/, `/Contents [${contents} 0 R ${size} 0 R]`)],
    [size, stream(RED_BOX)],
  ],
  'another page tree': (target) => [...otherPages(target), [treeOf(target), pages(target)]],
  'another catalogue with other pages': (target) => [
    ...otherPages(target),
    [target.size + 2, pages(target)],
    [target.root, target.body(target.root).replace(/\/Pages \d+/, `/Pages ${target.size + 2}`)],
  ],
  'a page turned and cropped': ({ page, body }) => [
    [page, entry(body(page), '/Rotate 180 /CropBox [0 0 300 300]')],
  ],
  'other resources': ({ page, body }) => [
    [page, body(page).replace(/\/Resources (\d+ 0 R|<<>>)/, '/Resources <</Font <<>>>>')],
  ],
  'an annotation with an appearance': (target) => [
    [target.page, withAnnotation(target)],
    [target.size, annotation('/FreeText', target.size + 1)],
    [target.size + 1, appearance()],
  ],
  'an appearance on the seal’s field': ({ field, size, body }) => [
    [field, entry(body(field).replace(/\/Rect \[[^\]]*\]/, '/Rect [60 300 540 500]'), apOf(size))],
    [size, appearance()],
  ],
  'a text field over the page': (target) => [
    [target.page, withAnnotation(target)],
    [target.form, withField(target)],
    [target.size, annotation('/Widget', target.size + 1, '/FT /Tx /T (forged) /V (forged)')],
    [target.size + 1, appearance()],
  ],
  'a field on no page': (target) => [
    [target.form, withField(target)],
    [target.size, '<</FT /Tx /T (forged) /V (forged)>>'],
  ],
  'a form that makes its appearances anew': ({ form, body }) => [
    [form, entry(body(form), '/NeedAppearances true')],
  ],
  'a form of another technique (XFA)': ({ form, size, body }) => [
    [form, entry(body(form), `/XFA ${size} 0 R`)],
    [size, stream('<xdp:xdp/>')],
  ],
  'an action when the file is opened': ({ root, body }) => [
    [root, entry(body(root), '/OpenAction <</S /JavaScript /JS (app.alert\\(1\\))>>')],
  ],
  'other metadata': ({ root, size, body }) => [
    [root, entry(body(root).replace(/ \/Metadata \d+ 0 R/, ''), `/Metadata ${size} 0 R`)],
    [size, stream('<x:xmpmeta/>', '/Type /Metadata /Subtype /XML ')],
  ],
  'other embedded files': ({ root, size, body }) => [
    [
      root,
      entry(
        body(root).replace(/ \/Names <<.*?>>>>/, ''),
        `/Names <</EmbeddedFiles <</Names [(a.xml) ${size} 0 R]>>>>`,
      ),
    ],
    [size, `<</Type /Filespec /F (a.xml) /EF <</F ${size + 1} 0 R>>>>`],
    [size + 1, stream('<forged/>', '/Type /EmbeddedFile ')],
  ],
  'layers that hide something': ({ root, size, body }) => [
    [root, entry(body(root), `/OCProperties <</OCGs [${size} 0 R] /D <</OFF [${size} 0 R]>>>>`)],
    [size, '<</Type /OCG /Name (hidden)>>'],
  ],
  'the seal taken out of its field': ({ field, body }) => [[field, body(field).replace(/ \/V \d+ 0 R/, '')]],
  'no form at all': ({ root, body }) => [[root, body(root).replace(/ \/AcroForm \d+ 0 R/, '')]],
  'no validation data': ({ root, body }) => [[root, body(root).replace(/ \/DSS \d+ 0 R/, '')]],
  'empty validation data': ({ root, size, body }) => [
    [root, entry(body(root).replace(/ \/DSS \d+ 0 R/, ''), `/DSS ${size} 0 R`)],
    [size, '<</Type /DSS>>'],
  ],
  'validation data that is none': ({ root, size, body }) => [
    [root, entry(body(root).replace(/ \/DSS \d+ 0 R/, ''), `/DSS ${size} 0 R`)],
    [size, `<</Type /DSS /Certs [${size + 1} 0 R]>>`],
    [size + 1, stream('no certificate')],
  ],
  'another version of the format': ({ root, body }) => [[root, entry(body(root), '/Version /2.0')]],
  'the catalogue once more': ({ root, body }) => [[root, body(root)]],
  'a new object that nobody names': ({ size }) => [[size, '(hidden)']],
  nothing: () => [],
};

function entry(dictionary: string, entries: string): string {
  return dictionary.replace(/>>$/, ` ${entries}>>`);
}

function treeOf({ root, body }: Target): number {
  return Number(/\/Pages (\d+)/.exec(body(root))?.[1]);
}

function pages({ size }: Target): string {
  return `<</Type /Pages /Count 1 /Kids [${size} 0 R]>>`;
}

function otherPages(target: Target): readonly Written[] {
  const { size } = target;
  const page = `<</Type /Page /Parent ${treeOf(target)} 0 R /MediaBox [0 0 595 842] /Resources <<>> /Contents ${size + 1} 0 R>>`;
  return [
    [size, page],
    [size + 1, stream(RED_BOX)],
  ];
}

function withAnnotation({ page, size, body }: Target): string {
  return body(page).replace(/\/Annots \[([^\]]*)\]/, `/Annots [$1 ${size} 0 R]`);
}

function withField({ form, size, body }: Target): string {
  return body(form).replace(/\/Fields \[([^\]]*)\]/, `/Fields [$1 ${size} 0 R]`);
}

function annotation(subtype: string, shown: number, more = ''): string {
  return `<</Type /Annot /Subtype ${subtype} /Rect [60 300 540 500] /F 4 ${more} ${apOf(shown)}>>`;
}

function apOf(number: number): string {
  return `/AP <</N ${number} 0 R>>`;
}

function appearance(): string {
  return stream('1 0 0 rg 0 0 480 200 re f', '/Type /XObject /Subtype /Form /BBox [0 0 480 200] ');
}
