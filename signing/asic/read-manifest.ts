import { SaxesParser } from 'saxes';
import type { SaxesTagNS } from 'saxes';
import { demandAtMost, readable } from '../fault.ts';
import { LIMITS } from '../limits.ts';
import { CONTAINER_NAMESPACE, SIGNATURE_NAMESPACE } from './manifest.ts';

/** A file as a manifest names it. */
export type Reference = {
  readonly name: string;
  readonly mediaType: string | undefined;
  readonly isRoot: boolean;
  /** By the name that node:crypto has for it; undefined for one that is not accepted. */
  readonly algorithm: string | undefined;
  readonly digest: Buffer;
};

export type Manifest = {
  /** The file with the signature or time stamp over the manifest. */
  readonly signature: string;
  readonly references: readonly Reference[];
};

/** Digests that ETSI TS 119 312 accepts, by their names in XML (RFC 9231, 2.1). */
const ALGORITHMS: ReadonlyMap<string, string> = new Map([
  ['http://www.w3.org/2001/04/xmlenc#sha256', 'sha256'],
  ['http://www.w3.org/2001/04/xmldsig-more#sha384', 'sha384'],
  ['http://www.w3.org/2001/04/xmlenc#sha512', 'sha512'],
]);

/**
 * Undefined for anything but a manifest by EN 319 162-1, A.4. What one reader may see otherwise than another is refused:
 * document types, comments, processing instructions, CDATA, elements and attributes that the standard does not name.
 */
export function readManifest(bytes: Uint8Array): Manifest | undefined {
  demandAtMost(LIMITS.manifestBytes, bytes.length, 'octets of a manifest');
  return readable(() => fromElement(growTree(new TextDecoder('utf-8', { fatal: true }).decode(bytes))));
}

type Element = {
  /** Namespace and local name. */
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: Element[];
  text: string;
};

const XMLNS = 'http://www.w3.org/2000/xmlns/';

function growTree(text: string): Element | undefined {
  const document: Element = { name: '', attributes: new Map(), children: [], text: '' };
  const open = [document];
  const parser = new SaxesParser({ xmlns: true, forceXMLVersion: true, defaultXMLVersion: '1.0' });
  for (const odd of ['doctype', 'processinginstruction', 'comment', 'cdata'] as const) {
    parser.on(odd, () => parser.fail(odd));
  }
  parser.on('xmldecl', ({ encoding = 'UTF-8' }) => {
    if (!/^utf-8$/i.test(encoding)) parser.fail('encoding');
  });
  let elements = 0;
  parser.on('opentag', (tag) => {
    demandAtMost(LIMITS.manifestDepth, open.length, 'levels of a manifest');
    demandAtMost(LIMITS.manifestElements, (elements += 1), 'elements of a manifest');
    const element = { name: `${tag.uri}${tag.local}`, attributes: attributesOf(tag), children: [], text: '' };
    open.at(-1)?.children.push(element);
    open.push(element);
  });
  parser.on('text', (piece) => {
    const element = open.at(-1);
    if (element) element.text += piece;
  });
  parser.on('closetag', () => open.pop());
  parser.write(text).close();
  return document.children[0];
}

function attributesOf({ attributes }: SaxesTagNS): ReadonlyMap<string, string> {
  const own = Object.values(attributes).filter(({ uri }) => uri !== XMLNS);
  return new Map(own.map(({ uri, local, value }) => [`${uri}${local}`, value]));
}

const ROOT = `${CONTAINER_NAMESPACE}ASiCManifest`;
const SIG_REFERENCE = `${CONTAINER_NAMESPACE}SigReference`;
const DATA_REFERENCE = `${CONTAINER_NAMESPACE}DataObjectReference`;
const DIGEST_METHOD = `${SIGNATURE_NAMESPACE}DigestMethod`;
const DIGEST_VALUE = `${SIGNATURE_NAMESPACE}DigestValue`;

function fromElement(root: Element | undefined): Manifest | undefined {
  const [first, ...rest] = root?.children ?? [];
  const isManifest = root?.name === ROOT && hasOnly(root, []) && first?.name === SIG_REFERENCE;
  const isFirstSound = first && hasOnly(first, ['URI', 'MimeType']) && first.children.length === 0;
  const signature = isFirstSound ? nameIn(first) : undefined;
  const references = rest.map(referenceIn).filter((reference) => reference !== undefined);
  if (!isManifest || signature === undefined || references.length !== rest.length) return undefined;
  return references.length > 0 ? { signature, references } : undefined;
}

function referenceIn(element: Element): Reference | undefined {
  const [method, value] = element.children;
  const isSound =
    element.name === DATA_REFERENCE &&
    hasOnly(element, ['URI', 'MimeType', 'Rootfile']) &&
    element.children.length === 2 &&
    method?.name === DIGEST_METHOD &&
    hasOnly(method, ['Algorithm']) &&
    method.children.length === 0 &&
    value?.name === DIGEST_VALUE &&
    value.attributes.size === 0 &&
    value.children.length === 0;
  const name = isSound ? nameIn(element) : undefined;
  const digest = digestIn(value);
  if (name === undefined || digest === undefined) return undefined;
  return {
    name,
    mediaType: element.attributes.get('MimeType'),
    isRoot: ['true', '1'].includes(element.attributes.get('Rootfile') ?? ''),
    algorithm: ALGORITHMS.get(method?.attributes.get('Algorithm') ?? ''),
    digest,
  };
}

/** Attributes of these names alone, and no text but white space. */
function hasOnly({ attributes, text }: Element, names: readonly string[]): boolean {
  return [...attributes.keys()].every((name) => names.includes(name)) && text.trim() === '';
}

/** A relative URI without query and fragment; where it leads is for the caller to judge. */
function nameIn({ attributes }: Element): string | undefined {
  const uri = attributes.get('URI') ?? '';
  return uri === '' || /[?#\s]/.test(uri) ? undefined : decodeURIComponent(uri);
}

function digestIn(element: Element | undefined): Buffer | undefined {
  const text = element?.text.trim() ?? '';
  const digest = Buffer.from(text, 'base64');
  return text !== '' && digest.toString('base64') === text ? digest : undefined;
}
