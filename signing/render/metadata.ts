import type { Report } from '../../domain/reports/model.ts';
import { dateString, textString } from '../pdf/values.ts';
import type { PdfDictionary, PdfStream } from '../pdf/values.ts';

const PRODUCER = 'imi-hub';

/** The information dictionary; each entry must say the same as the XMP packet (ISO 19005-3, 6.6.3). */
export function informationOf(report: Report): PdfDictionary {
  const date = dateString(new Date(report.generatedAt));
  return {
    Title: textString(documentTitle(report)),
    Author: textString(report.issuer),
    Creator: textString(PRODUCER),
    Producer: textString(PRODUCER),
    CreationDate: date,
    ModDate: date,
  };
}

/**
 * The XMP packet: PDF/A-3a and PDF/UA-1 are claimed here, and the second claim's schema is described because PDF/A knows
 * only its own (ISO 19005-3, 6.6.2.3). Never compressed, so that any tool finds it.
 */
export function metadataOf(report: Report): PdfStream {
  const packet = `<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
${description(report)}
${UA_SCHEMA}
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>`;
  return { dictionary: { Type: '/Metadata', Subtype: '/XML' }, bytes: Buffer.from(packet, 'utf8') };
}

function description(report: Report): string {
  const date = new Date(report.generatedAt).toISOString().replace(/\.\d+/, '');
  return `<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfaid:part>3</pdfaid:part>
<pdfaid:conformance>A</pdfaid:conformance>
<pdfuaid:part>1</pdfuaid:part>
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">${escaped(documentTitle(report))}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>${escaped(report.issuer)}</rdf:li></rdf:Seq></dc:creator>
<dc:language><rdf:Bag><rdf:li>${report.language}</rdf:li></rdf:Bag></dc:language>
<dc:identifier>${escaped(report.id)}</dc:identifier>
<xmp:CreatorTool>${PRODUCER}</xmp:CreatorTool>
<xmp:CreateDate>${date}</xmp:CreateDate>
<xmp:ModifyDate>${date}</xmp:ModifyDate>
<pdf:Producer>${PRODUCER}</pdf:Producer>
</rdf:Description>`;
}

const UA_SCHEMA = `<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Indicates, which part of ISO 14289 standard is followed</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>`;

/** The title alone would be the same on every report of its kind. */
export function documentTitle(report: Report): string {
  return `${report.title.text} ${report.caseNumber}`;
}

/** XML 1.0 has no place for control characters and non-characters, and metadata no use for them. */
function escaped(text: string): string {
  const names: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return text.replace(/[\p{Cc}\ufffe\uffff]/gu, ' ').replace(/[&<>"]/g, (sign) => names[sign] ?? sign);
}
