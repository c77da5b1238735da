import { createHash } from 'node:crypto';
import { compressed } from '../pdf/file.ts';
import type { PdfFile } from '../pdf/file.ts';
import { name, textString } from '../pdf/values.ts';
import type { PdfValue } from '../pdf/values.ts';
import type { Face } from './face.ts';
import { subsetFont } from './subset.ts';

/** A face as one report uses it: what has been shown so far decides what is embedded at the end. */
export type FontUse = {
  /** The text as a string of two-byte glyph numbers of the subset. */
  readonly encode: (text: string) => string;
  /** Writes the font with exactly the letters that were encoded. */
  readonly embed: (file: PdfFile) => string;
};

export function useFont(face: Face): FontUse {
  const codes = new Map<number, string>();
  function codeOf(codePoint: number): string {
    const known = codes.get(codePoint) ?? (codes.size + 1).toString(16).padStart(4, '0');
    codes.set(codePoint, known);
    return known;
  }
  return {
    encode: (text) => `<${Array.from(text, (sign) => codeOf(sign.codePointAt(0) ?? 0)).join('')}>`,
    embed: (file) => embed(file, face, [...codes.keys()]),
  };
}

/** Type 0 font with Identity-H and a ToUnicode map: shown by glyph, read as Unicode (ISO 19005-3, 6.2.11.7). */
function embed(file: PdfFile, face: Face, codePoints: readonly number[]): string {
  const font = subsetFont(face, codePoints.map(face.glyphOf));
  const baseFont = name(`${subsetTag(font)}+${face.postScriptName}`);
  const program = file.add(compressed(font, { Length1: font.length }));
  const descendant = file.add({
    Type: '/Font',
    Subtype: '/CIDFontType2',
    BaseFont: baseFont,
    CIDSystemInfo: { Registry: '(Adobe)', Ordering: '(Identity)', Supplement: 0 },
    FontDescriptor: file.add(descriptor(face, baseFont, program)),
    CIDToGIDMap: '/Identity',
    DW: 1000,
    W: [1, codePoints.map(face.advance)],
  });
  return file.add({
    Type: '/Font',
    Subtype: '/Type0',
    BaseFont: baseFont,
    Encoding: '/Identity-H',
    DescendantFonts: [descendant],
    ToUnicode: file.add(compressed(toUnicode(codePoints))),
  });
}

function descriptor(face: Face, fontName: string, program: string): PdfValue {
  const { ascent, descent, capHeight, box, stemV } = face.metrics;
  return {
    Type: '/FontDescriptor',
    FontName: fontName,
    Flags: 4,
    FontBBox: box,
    ItalicAngle: 0,
    Ascent: ascent,
    Descent: descent,
    CapHeight: capHeight,
    StemV: stemV,
    FontFile2: program,
  };
}

/** Six letters that differ with the subset (9.6.4), taken from its digest so that equal reports are equal files. */
function subsetTag(font: Uint8Array): string {
  const digest = createHash('sha256').update(font).digest();
  return Array.from(digest.subarray(0, 6), (byte) => String.fromCharCode(65 + (byte % 26))).join('');
}

function toUnicode(codePoints: readonly number[]): Buffer {
  const pairs = codePoints.map((codePoint, index) => {
    const unicode = textString(String.fromCodePoint(codePoint)).slice('<feff'.length, -1);
    return `<${(index + 1).toString(16).padStart(4, '0')}> <${unicode}>`;
  });
  const blocks: string[] = [];
  for (let at = 0; at < pairs.length; at += 100) {
    const block = pairs.slice(at, at + 100);
    blocks.push(`${block.length} beginbfchar\n${block.join('\n')}\nendbfchar`);
  }
  return Buffer.from(
    `/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
${blocks.join('\n')}
endcmap
CMapName currentdict /CMap defineresource pop
end
end`,
    'latin1',
  );
}
