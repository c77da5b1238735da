import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { signingFault } from '../fault.ts';
import { readGlyphMap } from './glyph-map.ts';

/** The two cuts that a report is set in. */
export const FACES = ['regular', 'strong'] as const;
export type FaceName = (typeof FACES)[number];

/** A TrueType font, read once at start and shared by every report (ISO/IEC 14496-22 names the tables). */
export type Face = {
  readonly name: FaceName;
  readonly postScriptName: string;
  readonly table: (tag: string) => Buffer;
  /** 0 where the font has no glyph for the character. */
  readonly glyphOf: (codePoint: number) => number;
  /** Advance of a character in thousandths of the font size. */
  readonly advance: (codePoint: number) => number;
  readonly glyphData: (glyph: number) => Buffer;
  readonly metrics: FaceMetrics;
};

export type FaceMetrics = {
  readonly ascent: number;
  readonly descent: number;
  readonly capHeight: number;
  readonly box: readonly number[];
  readonly stemV: number;
};

/** Noto Sans (OFL 1.1) has every letter of the 26 languages and 1,000 units to the em, the unit of a PDF's widths. */
const FILES: Readonly<Record<FaceName, { file: string; postScriptName: string; stemV: number }>> = {
  regular: { file: '400Regular/NotoSans_400Regular.ttf', postScriptName: 'NotoSans-Regular', stemV: 80 },
  strong: { file: '600SemiBold/NotoSans_600SemiBold.ttf', postScriptName: 'NotoSans-SemiBold', stemV: 130 },
};

const loaded = new Map<FaceName, Face>();

/** The font files never change while a process runs, so each is read once. */
export function face(name: FaceName): Face {
  const known = loaded.get(name) ?? load(name);
  loaded.set(name, known);
  return known;
}

function load(name: FaceName): Face {
  const { file, postScriptName, stemV } = FILES[name];
  const bytes = readFileSync(createRequire(import.meta.url).resolve(`@expo-google-fonts/noto-sans/${file}`));
  const table = tableReader(bytes);
  const unitsPerEm = table('head').readUInt16BE(18);
  if (unitsPerEm !== 1000) throw signingFault('FONT_UNREADABLE', `${file} has ${unitsPerEm} units to the em`);
  const glyphOf = readGlyphMap(table('cmap'));
  const advances = readAdvances(table);
  return {
    name,
    postScriptName,
    table,
    glyphOf,
    advance: (codePoint) => advances[glyphOf(codePoint)] ?? 0,
    glyphData: glyphReader(table),
    metrics: readMetrics(table, stemV),
  };
}

function tableReader(bytes: Buffer): (tag: string) => Buffer {
  const tables = new Map<string, Buffer>();
  for (let index = 0; index < bytes.readUInt16BE(4); index++) {
    const at = 12 + 16 * index;
    const start = bytes.readUInt32BE(at + 8);
    tables.set(
      bytes.toString('latin1', at, at + 4),
      bytes.subarray(start, start + bytes.readUInt32BE(at + 12)),
    );
  }
  return (tag) => {
    const table = tables.get(tag);
    if (table === undefined) throw signingFault('FONT_UNREADABLE', `no table ${tag}`);
    return table;
  };
}

/** Advance of every glyph; those beyond `numberOfHMetrics` share the last one. */
function readAdvances(table: (tag: string) => Buffer): Uint16Array {
  const long = table('hhea').readUInt16BE(34);
  const hmtx = table('hmtx');
  const advances = new Uint16Array(table('maxp').readUInt16BE(4));
  return advances.map((_, glyph) => hmtx.readUInt16BE(4 * Math.min(glyph, long - 1)));
}

function glyphReader(table: (tag: string) => Buffer): (glyph: number) => Buffer {
  const [loca, glyf] = [table('loca'), table('glyf')];
  const long = table('head').readInt16BE(50) === 1;
  function offset(glyph: number): number {
    return long ? loca.readUInt32BE(4 * glyph) : 2 * loca.readUInt16BE(2 * glyph);
  }
  return (glyph) => glyf.subarray(offset(glyph), offset(glyph + 1));
}

function readMetrics(table: (tag: string) => Buffer, stemV: number): FaceMetrics {
  const [head, hhea, os2] = [table('head'), table('hhea'), table('OS/2')];
  return {
    ascent: hhea.readInt16BE(4),
    descent: hhea.readInt16BE(6),
    capHeight: os2.readInt16BE(88),
    box: [36, 38, 40, 42].map((at) => head.readInt16BE(at)),
    stemV,
  };
}
