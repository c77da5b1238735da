import { XmlBufferInputProvider, XmlDocument, xmlRegisterInputProvider, XsdValidator } from 'libxml2-wasm';
import type { MessageType } from '../../../schemas/message/book.ts';
import { SBDH_NAMESPACE } from '../../../schemas/message/names.ts';
import { sbdhXsd } from '../../../schemas/message/sbdh-xsd.ts';
import { xsdFolder } from '../../../schemas/message/xsd.ts';

/** Holds documents against XSD with libxml2: for tests, which must not judge our schemas by our own reader. */
export type Judge = (xml: string) => boolean;

const files = new XmlBufferInputProvider({});
xmlRegisterInputProvider(files);
let folders = 0;

/** By the published schema of one type, served beside `sbdh.xsd`. */
export function judgeOf(type: MessageType): Judge {
  return judge({ 'sbdh.xsd': sbdhXsd(), ...Object.fromEntries(xsdFolder([type])) }, `${type.type}.xsd`);
}

/** By schemas that lie in one folder. */
export function judge(schemas: Readonly<Record<string, string>>, entry: string): Judge {
  const faultOf = faultFinder(schemas, entry);
  return (xml) => faultOf(xml) === undefined;
}

/** The same, telling what is wrong. */
export function faultFinder(
  schemas: Readonly<Record<string, string>>,
  entry: string,
): (xml: string) => string | undefined {
  folders += 1;
  const folder = `mem/${folders}/`;
  for (const [name, text] of Object.entries(schemas)) files.addBuffer(folder + name, Buffer.from(text));
  const source = XmlDocument.fromString(schemas[entry] ?? '', { url: folder + entry });
  const validator = XsdValidator.fromDoc(source);
  source.dispose();
  return (xml) => faultIn(validator, xml);
}

/** A text that is not well-formed is wrong as well. */
function faultIn(validator: XsdValidator, xml: string): string | undefined {
  let document: XmlDocument | undefined;
  try {
    document = XmlDocument.fromString(xml);
    validator.validate(document);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    document?.dispose();
  }
}

/**
 * The official header, as far as it bears on us: UN/CEFACT SBDH 1.3 in its order, with its optional parts and its open
 * content, written down from the standard.
 */
export const OFFICIAL_SBDH = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="${SBDH_NAMESPACE}"
    targetNamespace="${SBDH_NAMESPACE}" elementFormDefault="qualified">
  <xs:element name="StandardBusinessDocument"><xs:complexType><xs:sequence>
    <xs:element name="StandardBusinessDocumentHeader" type="Header" minOccurs="0"/>
    <xs:any namespace="##other" processContents="lax"/>
  </xs:sequence></xs:complexType></xs:element>
  <xs:complexType name="Header"><xs:sequence>
    <xs:element name="HeaderVersion" type="xs:string"/>
    <xs:element name="Sender" type="Partner" maxOccurs="unbounded"/>
    <xs:element name="Receiver" type="Partner" maxOccurs="unbounded"/>
    <xs:element name="DocumentIdentification"><xs:complexType><xs:sequence>
      <xs:element name="Standard" type="xs:string"/>
      <xs:element name="TypeVersion" type="xs:string"/>
      <xs:element name="InstanceIdentifier" type="xs:string"/>
      <xs:element name="Type" type="xs:string"/>
      <xs:element name="MultipleType" type="xs:boolean" minOccurs="0"/>
      <xs:element name="CreationDateAndTime" type="xs:dateTime"/>
    </xs:sequence></xs:complexType></xs:element>
    <xs:element name="Manifest" type="xs:anyType" minOccurs="0"/>
    <xs:element name="BusinessScope" minOccurs="0"><xs:complexType><xs:sequence>
      <xs:element name="Scope" minOccurs="0" maxOccurs="unbounded"><xs:complexType><xs:sequence>
        <xs:element name="Type" type="xs:string"/>
        <xs:element name="InstanceIdentifier" type="xs:string"/>
        <xs:element name="Identifier" type="xs:string" minOccurs="0"/>
        <xs:element name="ScopeInformation" type="xs:anyType" minOccurs="0" maxOccurs="unbounded"/>
      </xs:sequence></xs:complexType></xs:element>
    </xs:sequence></xs:complexType></xs:element>
  </xs:sequence></xs:complexType>
  <xs:complexType name="Partner"><xs:sequence>
    <xs:element name="Identifier"><xs:complexType><xs:simpleContent>
      <xs:extension base="xs:string"><xs:attribute name="Authority" type="xs:string"/></xs:extension>
    </xs:simpleContent></xs:complexType></xs:element>
    <xs:element name="ContactInformation" type="xs:anyType" minOccurs="0" maxOccurs="unbounded"/>
  </xs:sequence></xs:complexType>
</xs:schema>`;
