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

/**
 * The published XSD 1.0 of one message type; with `sbdh.xsd` beside it, it validates the whole document. Types are
 * anonymous, so that the schemas of all types can be included in one.
 */
export function xsd(type: MessageType): string {
  const body = element({ name: type.type, shape: shapeOf(type.data), about: type.summary, occurs: '' });
  return document([`<xs:import namespace="${SBDH_NAMESPACE}" schemaLocation="sbdh.xsd"/>`, ...body]);
}

/** One schema for documents of every type, the single schemas being served beside it. */
export function xsdOfAll(types: readonly MessageType[]): string {
  return document(types.map(({ type }) => `<xs:include schemaLocation="${type}.xsd"/>`));
}

function document(lines: Lines): string {
  const namespaces = `xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="${MESSAGE_NAMESPACE}"`;
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

function element({ name, shape, about, occurs }: Particle): Lines {
  const documentation =
    about === undefined
      ? []
      : [
          `<xs:annotation><xs:documentation xml:lang="en">${escaped(about)}</xs:documentation></xs:annotation>`,
        ];
  const type = typeOf(shape);
  return [`<xs:element name="${name}"${occurs}>`, ...indented([...documentation, ...type]), '</xs:element>'];
}

function typeOf(shape: Shape): Lines {
  if (shape.kind === 'record') return complex(recordContent(shape));
  if (shape.kind === 'list') return complex(listContent(shape));
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

function recordContent({ members, required, isChoice }: RecordShape): Lines {
  const compositor = isChoice ? 'xs:choice' : 'xs:all';
  const particles = [...members].flatMap(([name, shape]) => {
    const occurs = isChoice || required.has(name) ? '' : ' minOccurs="0"';
    return element({ name, shape, about: shape.about, occurs });
  });
  return [`<${compositor}>`, ...indented(particles), `</${compositor}>`];
}

function listContent({ entry, items, min, max }: ListShape): Lines {
  const occurs = ` minOccurs="${min}" maxOccurs="${max}"`;
  const particle = element({ name: entry, shape: items, about: items.about, occurs });
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

/** `\u{…}` is unknown to the regular expressions of XSD; XML itself has character references. */
function inXsd(pattern: string): string {
  return escaped(pattern).replace(/\\u\{([0-9A-Fa-f]+)\}/g, '&#x$1;');
}

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}

function indented(lines: Lines): Lines {
  return lines.map((line) => `  ${line}`);
}
