import { signingFault } from '../fault.ts';

/** Reports are in Latin, Greek and Cyrillic: everything that counts lies in the basic plane. */
const BASIC_PLANE = 0x1_0000;

/** Character to glyph from the font's cmap in format 12; 0 where there is none. */
export function readGlyphMap(cmap: Buffer): (codePoint: number) => number {
  const glyphs = new Uint16Array(BASIC_PLANE);
  const groups = format12(cmap);
  for (let index = 0; index < groups.readUInt32BE(12); index++) {
    const at = 16 + 12 * index;
    fill(glyphs, [groups.readUInt32BE(at), groups.readUInt32BE(at + 4), groups.readUInt32BE(at + 8)]);
  }
  return (codePoint) => glyphs[codePoint] ?? 0;
}

function fill(glyphs: Uint16Array, [first, last, glyph]: readonly [number, number, number]): void {
  for (let code = first; code <= Math.min(last, BASIC_PLANE - 1); code++) glyphs[code] = glyph + code - first;
}

function format12(cmap: Buffer): Buffer {
  for (let index = 0; index < cmap.readUInt16BE(2); index++) {
    const subtable = cmap.subarray(cmap.readUInt32BE(4 + 8 * index + 4));
    if (subtable.readUInt16BE(0) === 12) return subtable;
  }
  throw signingFault('FONT_UNREADABLE', 'no cmap of format 12');
}
