import { HUB, SCHEMA_VERSION } from '../../domain/kernel/message.ts';
import { SCALARS } from './envelope.ts';
import { MESSAGE_NAMESPACE, MESSAGE_STANDARD, SBDH_NAMESPACE, SBDH_VERSION, SCOPES } from './names.ts';
import { shapeOf } from './shape.ts';
import { textFacets } from './xsd.ts';

/**
 * Our profile of the UN/CEFACT Standard Business Document Header 1.3: the same names in the same order, without what
 * we do not use (contact information, manifest, scope information). Whatever is valid here is valid there. Two partners
 * differ, and one of them is the hub: `Authority`, which is fixed, refers to the key of both.
 */
export function sbdhXsd(): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="${SBDH_NAMESPACE}"
    targetNamespace="${SBDH_NAMESPACE}" elementFormDefault="qualified">
  <xs:element name="StandardBusinessDocument">
    <xs:complexType>
      <xs:sequence>
        <xs:element ref="StandardBusinessDocumentHeader"/>
        <xs:any namespace="${MESSAGE_NAMESPACE}" processContents="strict"/>
      </xs:sequence>
    </xs:complexType>
  </xs:element>
  <xs:element name="StandardBusinessDocumentHeader">
    <xs:complexType>
      <xs:sequence>
        <xs:element name="HeaderVersion">${fixed(SBDH_VERSION)}</xs:element>
        <xs:element name="Sender" type="Partner"/>
        <xs:element name="Receiver" type="Partner"/>
        <xs:element name="DocumentIdentification" type="DocumentIdentification"/>
        <xs:element name="BusinessScope" type="BusinessScope" minOccurs="0"/>
      </xs:sequence>
    </xs:complexType>
    <xs:key name="partner">
      <xs:selector xpath="h:Sender/h:Identifier|h:Receiver/h:Identifier" xmlns:h="${SBDH_NAMESPACE}"/>
      <xs:field xpath="."/>
    </xs:key>
    <xs:keyref name="oneIsTheHub" refer="partner">
      <xs:selector xpath="h:Sender/h:Identifier" xmlns:h="${SBDH_NAMESPACE}"/>
      <xs:field xpath="@Authority"/>
    </xs:keyref>
    <xs:unique name="eachScopeOnce">
      <xs:selector xpath="h:BusinessScope/h:Scope" xmlns:h="${SBDH_NAMESPACE}"/>
      <xs:field xpath="h:Type" xmlns:h="${SBDH_NAMESPACE}"/>
    </xs:unique>
  </xs:element>
  <xs:complexType name="Partner">
    <xs:sequence>
      <xs:element name="Identifier">
        <xs:complexType>
          <xs:simpleContent>
            <xs:extension base="PartnerIdentifier">
              <xs:attribute name="Authority" type="xs:string" use="required" fixed="${HUB}"/>
            </xs:extension>
          </xs:simpleContent>
        </xs:complexType>
      </xs:element>
    </xs:sequence>
  </xs:complexType>
  <xs:simpleType name="PartnerIdentifier">
    <xs:restriction base="xs:string">
      <xs:maxLength value="96"/>
      <xs:pattern value="${HUB}(:system:[A-Za-z0-9][A-Za-z0-9_.-]*)?"/>
    </xs:restriction>
  </xs:simpleType>
  <xs:complexType name="DocumentIdentification">
    <xs:sequence>
      <xs:element name="Standard">${fixed(MESSAGE_STANDARD)}</xs:element>
      <xs:element name="TypeVersion">${fixed(SCHEMA_VERSION)}</xs:element>
      <xs:element name="InstanceIdentifier">${simple('id')}</xs:element>
      <xs:element name="Type">${simple('type')}</xs:element>
      <xs:element name="CreationDateAndTime">${simple('time')}</xs:element>
    </xs:sequence>
  </xs:complexType>
  <xs:complexType name="BusinessScope">
    <xs:sequence>
      <xs:element name="Scope" minOccurs="0" maxOccurs="${Object.keys(SCOPES).length}">
        <xs:complexType>
          <xs:sequence>
            <xs:element name="Type">${restriction('xs:string', Object.keys(SCOPES).map(enumeration))}</xs:element>
            <xs:element name="InstanceIdentifier">${either('subject', 'signature')}</xs:element>
          </xs:sequence>
        </xs:complexType>
      </xs:element>
    </xs:sequence>
  </xs:complexType>
</xs:schema>
`;
}

type Scalar = 'id' | 'type' | 'time' | 'subject' | 'signature';

/** What stands in a scope depends on its type, which XSD 1.0 cannot say. */
function either(...names: readonly Scalar[]): string {
  return `<xs:simpleType><xs:union>${names.map(simple).join('')}</xs:union></xs:simpleType>`;
}

function simple(name: Scalar): string {
  const shape = shapeOf(SCALARS[name]);
  return shape.kind === 'text'
    ? restriction(name === 'time' ? 'xs:dateTime' : 'xs:string', textFacets(shape))
    : '';
}

function fixed(value: string): string {
  return restriction('xs:string', [enumeration(value)]);
}

function enumeration(value: string): string {
  return `<xs:enumeration value="${value}"/>`;
}

function restriction(base: string, facets: readonly string[]): string {
  return `<xs:simpleType><xs:restriction base="${base}">${facets.join('')}</xs:restriction></xs:simpleType>`;
}
