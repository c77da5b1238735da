/**
 * A small sRGB profile (IEC 61966-2-1) in ICC version 4 form, the output intent that PDF/A wants wherever device colours
 * are used (ISO 19005-3, 6.2.4.3). Made here because a profile from elsewhere would bring a licence and a file along.
 */
export function srgbProfile(): Buffer {
  const tags: readonly (readonly [string, Buffer])[] = [
    ['desc', multiLocalized('sRGB')],
    ['cprt', multiLocalized('No copyright, use freely')],
    ['wtpt', xyz(0.9642, 1, 0.8249)],
    ['rXYZ', xyz(0.4361, 0.2225, 0.0139)],
    ['gXYZ', xyz(0.3851, 0.7169, 0.0971)],
    ['bXYZ', xyz(0.1431, 0.0606, 0.7141)],
    ['rTRC', transferCurve()],
    ['gTRC', transferCurve()],
    ['bTRC', transferCurve()],
    ['chad', adaptation()],
  ];
  const directory = Buffer.alloc(4 + 12 * tags.length);
  directory.writeUInt32BE(tags.length, 0);
  let offset = 128 + directory.length;
  for (const [index, [signature, data]] of tags.entries()) {
    directory.write(signature, 4 + 12 * index, 'latin1');
    directory.writeUInt32BE(offset, 8 + 12 * index);
    directory.writeUInt32BE(data.length, 12 + 12 * index);
    offset += data.length;
  }
  return Buffer.concat([header(offset), directory, ...tags.map(([, data]) => data)]);
}

/** Profile header (ICC.1:2010, 7.2): a monitor's RGB profile over XYZ, illuminant D50. */
function header(size: number): Buffer {
  const bytes = Buffer.alloc(128);
  bytes.writeUInt32BE(size, 0);
  bytes.writeUInt32BE(0x04200000, 8);
  bytes.write('mntrRGB XYZ ', 12, 'latin1');
  for (const [index, part] of [2026, 1, 1].entries()) bytes.writeUInt16BE(part, 24 + 2 * index);
  bytes.write('acsp', 36, 'latin1');
  for (const [index, part] of [0.9642, 1, 0.8249].entries()) bytes.writeInt32BE(fixed(part), 68 + 4 * index);
  return bytes;
}

function multiLocalized(text: string): Buffer {
  const words = Buffer.from(text, 'utf16le').swap16();
  const head = Buffer.alloc(28);
  head.write('mluc', 0, 'latin1');
  for (const [index, value] of [1, 12].entries()) head.writeUInt32BE(value, 8 + 4 * index);
  head.write('enUS', 16, 'latin1');
  head.writeUInt32BE(words.length, 20);
  head.writeUInt32BE(28, 24);
  return onWord(Buffer.concat([head, words]));
}

function xyz(...values: readonly [number, number, number]): Buffer {
  return fixedNumbers('XYZ ', values);
}

/** From D65, the white of sRGB, to D50, the white of profiles (Bradford). */
function adaptation(): Buffer {
  return fixedNumbers('sf32', [1.0479, 0.0229, -0.0502, 0.0296, 0.9905, -0.0171, -0.0092, 0.0151, 0.7517]);
}

/** The curve of IEC 61966-2-1 as parametric function type 3. */
function transferCurve(): Buffer {
  const curve = fixedNumbers('para', [0, 2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045]);
  curve.writeUInt16BE(3, 8);
  return curve;
}

function fixedNumbers(type: string, values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(8 + 4 * values.length);
  bytes.write(type, 0, 'latin1');
  for (const [index, value] of values.entries()) bytes.writeInt32BE(fixed(value), 8 + 4 * index);
  return bytes;
}

function fixed(value: number): number {
  return Math.round(value * 65536);
}

function onWord(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);
}
