import { fault, type RefusalCode } from '../../domain/kernel/refusals.ts';
import { shown } from '../../schemas/message/explain.ts';
import type { Report } from './reading.ts';
import { isBlank } from './xml-prolog.ts';
import type { XmlNode } from './xml-tree.ts';

/** An element, and where its content stands in the canonical message. */
export type Place = { readonly node: XmlNode; readonly path: string };

/** The children of an element that has neither text nor attributes. */
export function elementsOf({ node, path }: Place, report: Report): readonly XmlNode[] {
  refuseAttributes({ node, path }, report);
  if (node.text !== '' && /[^ \t\r\n]/.test(node.text)) {
    report.add(fault('XML_UNEXPECTED_NODE', path, { problem: 'there is text where elements belong' }));
  }
  return node.children;
}

/** The text of an element that has neither children nor attributes. */
export function leafText({ node, path }: Place, report: Report): string {
  refuseAttributes({ node, path }, report);
  if (node.children.length > 0) {
    report.add(fault('XML_UNEXPECTED_NODE', path, { problem: 'there are elements where text belongs' }));
  }
  return node.text;
}

function refuseAttributes({ node, path }: Place, report: Report): void {
  const [attribute] = node.attributes;
  if (attribute === undefined) return;
  const problem = `there is an attribute ${shown(attribute.local)}`;
  report.add(fault('XML_UNEXPECTED_NODE', path, { problem }));
}

/** White space around dates, numbers and truth values has no meaning (XSD 1.0 part 2, `whiteSpace` is `collapse`). */
export function collapsed(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isBlank(text.charCodeAt(start))) start += 1;
  while (end > start && isBlank(text.charCodeAt(end - 1))) end -= 1;
  return text.slice(start, end);
}

/** What an XSD sequence of different elements expects. */
export type Part = { readonly name: string; readonly path: string; readonly isOptional?: true };
export type Sequence = {
  readonly uri: string;
  readonly parts: readonly Part[];
  readonly code: RefusalCode;
};

/** The children by name, after they have been held against the sequence. */
export function sequenceOf(place: Place, sequence: Sequence, report: Report): ReadonlyMap<string, XmlNode> {
  const found = new Map<string, XmlNode>();
  let last = 0;
  for (const child of elementsOf(place, report)) {
    const index = sequence.parts.findIndex(({ name }) => child.uri === sequence.uri && name === child.local);
    const part = sequence.parts[index];
    const problem = misplaced(child, {
      isKnown: part !== undefined,
      isRepeated: found.has(child.local),
      isLate: index < last,
    });
    if (problem !== undefined) report.add(fault(sequence.code, part?.path ?? place.path, { problem }));
    if (part !== undefined && !found.has(child.local)) found.set(child.local, child);
    last = Math.max(last, index);
  }
  reportMissing(found, sequence, report);
  return found;
}

type Standing = { readonly isKnown: boolean; readonly isRepeated: boolean; readonly isLate: boolean };

function misplaced(child: XmlNode, { isKnown, isRepeated, isLate }: Standing): string | undefined {
  if (!isKnown) return `there is an element ${shown(child.local)} that is not known here`;
  if (isRepeated) return `${child.local} stands twice`;
  return isLate ? `${child.local} stands too late` : undefined;
}

function reportMissing(found: ReadonlyMap<string, XmlNode>, sequence: Sequence, report: Report): void {
  for (const { name, path, isOptional } of sequence.parts) {
    if (isOptional !== true && !found.has(name))
      report.add(fault(sequence.code, path, { problem: `${name} is missing` }));
  }
}
