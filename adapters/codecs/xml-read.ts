import { fault, type Fault } from '../../domain/kernel/refusals.ts';
import type { MessageBook } from '../../schemas/message/book.ts';
import { shown } from '../../schemas/message/explain.ts';
import { MESSAGE_NAMESPACE, SBDH_NAMESPACE } from '../../schemas/message/names.ts';
import type { Limits } from './limits.ts';
import { broken, newReport, type Reading, type Report } from './reading.ts';
import { readBody } from './xml-body.ts';
import { readHeader, type Attributes } from './xml-header.ts';
import { elementsOf } from './xml-parts.ts';
import { prologFault } from './xml-prolog.ts';
import { growTree, type XmlNode } from './xml-tree.ts';

/** Reads the XML form: a Standard Business Document with our header and one body element. */
export function readXml(text: string, book: MessageBook, limits: Limits): Reading {
  const hidden = prologFault(text);
  if (hidden !== undefined) return broken(hidden);
  const tree = growTree(text, limits);
  // A text that breaks off in the body can still say in its header whom to answer.
  if (tree.fault !== undefined) return broken(tree.fault, headerOf(tree.root));
  return tree.root === undefined ? broken(noDocument()) : readDocument(tree.root, book);
}

function headerOf(root: XmlNode | undefined): Attributes {
  const [header] = root?.children ?? [];
  return header === undefined || !isHeader(header) ? {} : readHeader(header, newReport());
}

function isHeader(node: XmlNode): boolean {
  return node.uri === SBDH_NAMESPACE && node.local === 'StandardBusinessDocumentHeader';
}

function noDocument(): Fault {
  return fault('ENVELOPE_INVALID', '', { problem: 'a StandardBusinessDocument with its header is expected' });
}

function readDocument(root: XmlNode, book: MessageBook): Reading {
  const report = newReport();
  const [header, body, ...others] = elementsOf({ node: root, path: '' }, report);
  const isDocument = root.uri === SBDH_NAMESPACE && root.local === 'StandardBusinessDocument';
  if (!isDocument || header === undefined || !isHeader(header)) return broken(noDocument());
  const attributes = readHeader(header, report);
  if (body === undefined || others.length > 0) {
    report.add(fault('ENVELOPE_INVALID', '/data', { problem: 'one body is expected after the header' }));
  }
  const data = body === undefined ? {} : dataOf(body, { attributes, book }, report);
  return { candidate: { ...attributes, ...data }, faults: report.faults, isBroken: false };
}

type Context = { readonly attributes: Attributes; readonly book: MessageBook };

function dataOf(body: XmlNode, { attributes, book }: Context, report: Report): Attributes {
  const { type } = attributes;
  const known = typeof type === 'string' ? book.types.get(type) : undefined;
  if (known === undefined) return {};
  if (body.uri !== MESSAGE_NAMESPACE || body.local !== type) {
    const problem = `the body is a ${shown(body.local)}, the header says another type or name space`;
    report.add(fault('ENVELOPE_CONTRADICTION', '/data', { problem }));
    return {};
  }
  return { data: readBody({ node: body, path: '/data' }, known.data, report) };
}
