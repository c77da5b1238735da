import { MESSAGE_NAMESPACE, SBDH_NAMESPACE } from './names.ts';
import type { MessageType } from './envelope.ts';
import {
  shapeOf,
  type ListShape,
  type RecordShape,
  type ScalarShape,
  type Shape,
  type TextShape,
} from './shape.ts';
import { sharedTypes, type SharedTypes } from './xsd-types.ts';

/** The file with the types that several messages share. */
const TYPES = 'types.xsd';

/**
 * The published XSD 1.0 of each message type, by file name; with `sbdh.xsd` beside them, each validates the whole document.
 * They include the types that they share, and `messages.xsd` includes them all. References are bare file names, so the
 * folder means the same wherever it lies.
 */
export function xsdFolder(types: readonly MessageType[]): ReadonlyMap<string, string> {
  const shared = sharedTypes(types);
  return new Map([
    ['messages.xsd', document(types.map(({ type }) => included(`${type}.xsd`)))],
    [TYPES, typesDocument(shared)],
    ...types.map((type) => [`${type.type}.xsd`, messageDocument(type, shared)] as const),
  ]);
}

function messageDocument({ type, data, summary }: MessageType, shared: SharedTypes): string {
  const header = `<xs:import namespace="${SBDH_NAMESPACE}" schemaLocation="sbdh.xsd"/>`;
  const body = element({ name: type, shape: shapeOf(data), about: summary, occurs: '' }, shared);
  return document([included(TYPES), header, ...body]);
}

function typesDocument(shared: SharedTypes): string {
  const named = [...shared.named].toSorted(([one], [other]) => (one < other ? -1 : 1));
  return document(
    named.flatMap(([name, shape]) => {
      const [opening = '', ...rest] = typeOf(shape, shared);
      return [opening.replace('>', ` name="${name}">`), ...rest];
    }),
  );
}

function included(file: string): string {
  return `<xs:include schemaLocation="${file}"/>`;
}

function document(lines: Lines): string {
  const namespaces = `xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="${MESSAGE_NAMESPACE}" targetNamespace="${MESSAGE_NAMESPACE}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<xs:schema ${namespaces} elementFormDefault="qualified">`,
    ...indented(lines),
    '</xs:schema>',
    '',
  ].join('\n');
}

type Lines = readonly string[];
type Particle = {
  readonly name: string;
  readonly shape: Shape;
  readonly about: string | undefined;
  readonly occurs: string;
};

function element({ name, shape, about, occurs }: Particle, shared: SharedTypes): Lines {
  const documentation =
    about === undefined
      ? []
      : [
          `<xs:annotation><xs:documentation xml:lang="en">${escaped(about)}</xs:documentation></xs:annotation>`,
        ];
  const known = shape.kind === 'flag' ? 'xs:boolean' : shared.nameOf(shape);
  const content = [...documentation, ...(known === undefined ? typeOf(shape, shared) : [])];
  const opening = `xs:element name="${name}"${known === undefined ? '' : ` type="${known}"`}${occurs}`;
  return content.length === 0 ? [`<${opening}/>`] : [`<${opening}>`, ...indented(content), '</xs:element>'];
}

function typeOf(shape: Shape, shared: SharedTypes): Lines {
  if (shape.kind === 'record') return complex(recordContent(shape, shared));
  if (shape.kind === 'list') return complex(listContent(shape, shared));
  return [
    '<xs:simpleType>',
    ...indented([
      `<xs:restriction base="${BASES[baseOf(shape)]}">`,
      ...indented(facets(shape)),
      '</xs:restriction>',
    ]),
    '</xs:simpleType>',
  ];
}

function complex(content: Lines): Lines {
  return ['<xs:complexType>', ...indented(content), '</xs:complexType>'];
}

function recordContent({ members, required, isChoice }: RecordShape, shared: SharedTypes): Lines {
  const compositor = isChoice ? 'xs:choice' : 'xs:all';
  const particles = [...members].flatMap(([name, shape]) => {
    const occurs = isChoice || required.has(name) ? '' : ' minOccurs="0"';
    return element({ name, shape, about: shape.about, occurs }, shared);
  });
  return [`<${compositor}>`, ...indented(particles), `</${compositor}>`];
}

function listContent({ entry, items, min, max }: ListShape, shared: SharedTypes): Lines {
  const occurs = ` minOccurs="${min}" maxOccurs="${max}"`;
  const particle = element({ name: entry, shape: items, about: items.about, occurs }, shared);
  return ['<xs:sequence>', ...indented(particle), '</xs:sequence>'];
}

const BASES = {
  plain: 'xs:string',
  date: 'xs:date',
  'date-time': 'xs:dateTime',
  integer: 'xs:integer',
  flag: 'xs:boolean',
} as const;

function baseOf(shape: ScalarShape): keyof typeof BASES {
  return shape.kind === 'text' ? shape.form : shape.kind;
}

function facets(shape: ScalarShape): Lines {
  if (shape.kind === 'flag') return [];
  if (shape.kind === 'text') return textFacets(shape);
  return [`<xs:minInclusive value="${shape.minimum}"/>`, `<xs:maxInclusive value="${shape.maximum}"/>`];
}

export function textFacets({ form, minLength, maxLength, pattern, values }: TextShape): Lines {
  // A length is no facet of dates; their patterns say it.
  const hasLength = form === 'plain' && values === undefined;
  return [
    ...(hasLength && minLength > 0 ? [`<xs:minLength value="${minLength}"/>`] : []),
    ...(hasLength ? [`<xs:maxLength value="${maxLength}"/>`] : []),
    ...(pattern === undefined ? [] : [`<xs:pattern value="${inXsd(pattern)}"/>`]),
    ...(values ?? []).map((value) => `<xs:enumeration value="${escaped(value)}"/>`),
  ];
}

/**
 * Patterns name what is not admitted; of that, XML leaves out what it cannot even carry, and a schema is XML. Whatever is
 * not plain ASCII becomes a character reference, which line ends of the file and the eyes of a reader leave alone.
 */
function inXsd(pattern: string): string {
  const ofXml = pattern
    .replace(CONTROLS, (_, from: string, to: string) =>
      IN_XML.filter((it) => it >= from && it <= to).join(''),
    )
    .replace(/[\uFFFE\uFFFF]/g, '');
  return escaped(ofXml).replace(
    /[^ -~]/gu,
    (it) => `&#x${(it.codePointAt(0) ?? 0).toString(16).toUpperCase()};`,
  );
}

// oxlint-disable-next-line no-control-regex -- ranges of controls are what it looks for
const CONTROLS = /([\0-\x1f])-([\0-\x1f])/g;
const IN_XML = ['\t', '\n', '\r'];

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}

function indented(lines: Lines): Lines {
  return lines.map((line) => `  ${line}`);
}
