import type { Face } from './face.ts';

const ARGUMENTS_ARE_WORDS = 0x0001;
const SCALE = 0x0008;
const MORE_COMPONENTS = 0x0020;
const SCALE_X_Y = 0x0040;
const SCALE_2_BY_2 = 0x0080;
const CHECKSUM_MAGIC = 0xb1b0afba;

/**
 * A TrueType font of the given glyphs alone, numbered anew in their order from 1; 0 stays the missing glyph. Only the
 * tables that a CIDFontType2 needs (ISO 32000-1, 9.9), so that a report carries some 20 KB of letters and not 600.
 */
export function subsetFont(face: Face, glyphs: readonly number[]): Buffer {
  const outlines = collectOutlines(face, glyphs);
  const long = outlines.map(({ glyph }) => longMetric(face, glyph));
  const [head, hhea, maxp] = ['head', 'hhea', 'maxp'].map((tag) => Buffer.from(face.table(tag)));
  if (!head || !hhea || !maxp) return Buffer.alloc(0);
  head.writeUInt32BE(0, 8);
  head.writeInt16BE(1, 50);
  hhea.writeUInt16BE(outlines.length, 34);
  maxp.writeUInt16BE(outlines.length, 4);
  const data = outlines.map((outline) => outline.data);
  const tables = {
    glyf: Buffer.concat(data),
    head,
    hhea,
    hmtx: Buffer.concat(long),
    loca: locations(data),
    maxp,
  };
  return assemble({ ...tables, prep: face.table('prep') });
}

type Outline = { readonly glyph: number; readonly data: Buffer };

/** The glyphs' outlines, followed by those that accented letters are composed of. */
function collectOutlines(face: Face, glyphs: readonly number[]): readonly Outline[] {
  const order = [0, ...glyphs];
  const numbers = new Map<number, number>();
  for (const [index, glyph] of order.entries()) if (!numbers.has(glyph)) numbers.set(glyph, index);
  function renumber(component: number): number {
    const known = numbers.get(component);
    if (known !== undefined) return known;
    numbers.set(component, order.push(component) - 1);
    return order.length - 1;
  }
  const outlines: Outline[] = [];
  for (let index = 0; index < order.length; index++) {
    const glyph = order[index] ?? 0;
    outlines.push({ glyph, data: padded(renumbered(face.glyphData(glyph), renumber)) });
  }
  return outlines;
}

/** A composite outline names its parts by glyph number; a simple one is taken as it is. */
function renumbered(outline: Buffer, renumber: (glyph: number) => number): Buffer {
  if (outline.length === 0 || outline.readInt16BE(0) >= 0) return outline;
  const copy = Buffer.from(outline);
  let at = 10;
  let flags = MORE_COMPONENTS;
  while (flags & MORE_COMPONENTS) {
    flags = copy.readUInt16BE(at);
    copy.writeUInt16BE(renumber(copy.readUInt16BE(at + 2)), at + 2);
    at += 4 + componentSize(flags);
  }
  return copy;
}

function componentSize(flags: number): number {
  const position = flags & ARGUMENTS_ARE_WORDS ? 4 : 2;
  if (flags & SCALE_2_BY_2) return position + 8;
  if (flags & SCALE_X_Y) return position + 4;
  return flags & SCALE ? position + 2 : position;
}

function longMetric(face: Face, glyph: number): Buffer {
  const [hmtx, long] = [face.table('hmtx'), face.table('hhea').readUInt16BE(34)];
  if (glyph < long) return hmtx.subarray(4 * glyph, 4 * glyph + 4);
  const metric = Buffer.from(hmtx.subarray(4 * (long - 1), 4 * long));
  hmtx.copy(metric, 2, 4 * long + 2 * (glyph - long), 4 * long + 2 * (glyph - long) + 2);
  return metric;
}

function locations(outlines: readonly Buffer[]): Buffer {
  const loca = Buffer.alloc(4 * (outlines.length + 1));
  let offset = 0;
  for (const [index, outline] of outlines.entries()) {
    offset += outline.length;
    loca.writeUInt32BE(offset, 4 * (index + 1));
  }
  return loca;
}

/** Directory, tables and the check sum over the whole, as the font format wants them. */
function assemble(tables: Readonly<Record<string, Buffer>>): Buffer {
  const entries = Object.entries(tables).map(([tag, data]) => ({ tag, data }));
  const directory = Buffer.alloc(12 + 16 * entries.length);
  const power = Math.floor(Math.log2(entries.length));
  directory.writeUInt32BE(0x00010000, 0);
  const search = 16 * 2 ** power;
  for (const [index, value] of [entries.length, search, power, 16 * entries.length - search].entries()) {
    directory.writeUInt16BE(value, 4 + 2 * index);
  }
  let offset = directory.length;
  for (const [index, { tag, data }] of entries.entries()) {
    const at = directory.write(tag, 12 + 16 * index, 'latin1') + 12 + 16 * index;
    for (const [word, value] of [checksum(padded(data)), offset, data.length].entries()) {
      directory.writeUInt32BE(value, at + 4 * word);
    }
    offset += padded(data).length;
  }
  return withWholeChecksum(Buffer.concat([directory, ...entries.map(({ data }) => padded(data))]));
}

function withWholeChecksum(font: Buffer): Buffer {
  const at = font.indexOf('head', 12, 'latin1');
  font.writeUInt32BE((CHECKSUM_MAGIC - checksum(font)) >>> 0, font.readUInt32BE(at + 8) + 8);
  return font;
}

function checksum(data: Buffer): number {
  let sum = 0;
  for (let at = 0; at < data.length; at += 4) sum = (sum + data.readUInt32BE(at)) >>> 0;
  return sum;
}

/** Tables and outlines begin on a multiple of four bytes. */
function padded(data: Buffer): Buffer {
  const rest = data.length % 4;
  return rest === 0 ? data : Buffer.concat([data, Buffer.alloc(4 - rest)]);
}
