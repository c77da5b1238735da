import type { Language } from '../../domain/kernel/language.ts';
import type { PdfFile } from './file.ts';
import { reference, textString } from './values.ts';
import type { PdfDictionary, PdfValue } from './values.ts';

/** The standard structure types that a report uses (ISO 32000-1, 14.8.4), so that no role map is needed. */
export type Role =
  | 'Document' | 'Sect' | 'H1' | 'H2' | 'H3' | 'P'
  | 'Table' | 'TR' | 'TH' | 'TD' | 'L' | 'LI' | 'LBody' | 'Figure' | 'Form'; // prettier-ignore

/** A node of the logical structure; what it shows on which page is known once the pages are painted. */
export type Element = {
  readonly role: Role;
  /** Written where it differs from the language around it (ISO 14289-1, 7.2). */
  readonly language?: Language;
  readonly scope?: 'Row' | 'Column';
  /** Words for what has no text of its own. */
  readonly alternative?: string;
  readonly children: readonly Element[];
};

/** A piece of an element's content: the number of its marked content, the page, and the height at which it begins. */
export type Mark = { readonly page: number; readonly number: number; readonly top: number };

/** What the painter found out about the structure. */
export type Marks = {
  readonly ofElement: ReadonlyMap<Element, readonly Mark[]>;
  /** The elements of each page by number of their marked content. */
  readonly ofPage: readonly (readonly Element[])[];
  /** Where each figure stands on its page: left, bottom, right, top. */
  readonly boxes: ReadonlyMap<Element, readonly number[]>;
};

/** The signature field's widget, which must be part of the structure as well (ISO 14289-1, 7.18.4). */
export type Widget = { readonly reference: string; readonly element: Element };

export type Structure = {
  readonly root: Element;
  readonly marks: Marks;
  readonly pages: readonly string[];
  readonly widget: Widget;
};

/** Writes the structure tree with its parent tree: pages under their own index, then the widget. */
export function writeStructure(file: PdfFile, structure: Structure): string {
  const root = file.reserve();
  const numbers = new Map<Element, number>();
  const parent = { reference: reference(root), language: undefined };
  const document = writeElement({ file, structure, numbers }, structure.root, parent);
  const pages = structure.marks.ofPage.flatMap((elements, page) => [
    page,
    elements.map((element) => elementReference(numbers, element)),
  ]);
  const widget = [structure.pages.length, elementReference(numbers, structure.widget.element)];
  return file.put(root, {
    Type: '/StructTreeRoot',
    K: [document],
    ParentTree: file.add({ Nums: [...pages, ...widget] }),
    ParentTreeNextKey: structure.pages.length + 1,
  });
}

type Work = { readonly file: PdfFile; readonly structure: Structure; readonly numbers: Map<Element, number> };
type Parent = { readonly reference: string; readonly language: Language | undefined };

function writeElement(work: Work, element: Element, parent: Parent): string {
  const number = work.file.reserve();
  work.numbers.set(element, number);
  const language = element.language ?? parent.language;
  const self = { reference: reference(number), language };
  const marks = work.structure.marks.ofElement.get(element) ?? [];
  const children = element.children.map((child) => writeElement(work, child, self));
  const firstPage = marks[0] && work.structure.pages[marks[0].page];
  return work.file.put(number, {
    Type: '/StructElem',
    S: `/${element.role}`,
    P: parent.reference,
    Pg: firstPage,
    Lang: language !== undefined && language !== parent.language ? textString(language) : undefined,
    Alt: element.alternative === undefined ? undefined : textString(element.alternative),
    A: attributesOf(element, work.structure.marks),
    K: [
      ...marks.map((mark) => markedContent(work, mark, firstPage)),
      ...children,
      ...widgetOf(work, element),
    ],
  });
}

function attributesOf(element: Element, { boxes }: Marks): PdfDictionary | undefined {
  if (element.scope !== undefined) return { O: '/Table', Scope: `/${element.scope}` };
  const box = boxes.get(element);
  return box && { O: '/Layout', Placement: '/Block', BBox: box };
}

/** On the element's own page the bare number will do; elsewhere the page is named. */
function markedContent(work: Work, mark: Mark, firstPage: string | undefined): PdfValue {
  const page = work.structure.pages[mark.page];
  return page === firstPage ? mark.number : { Type: '/MCR', Pg: page, MCID: mark.number };
}

function widgetOf(work: Work, element: Element): readonly PdfDictionary[] {
  const { widget, pages } = work.structure;
  return widget.element === element ? [{ Type: '/OBJR', Obj: widget.reference, Pg: pages[0] }] : [];
}

function elementReference(numbers: ReadonlyMap<Element, number>, element: Element): PdfValue {
  const number = numbers.get(element);
  return number === undefined ? null : reference(number);
}
