import { classicTable, classicTrailer, row, stream, writtenByHand } from './by-hand.ts';
import type { ByHand, Target, Written } from './by-hand.ts';

type Offsets = readonly (readonly [number, number])[];
type Form = (target: Target, objects: readonly Written[]) => Buffer;

/** Rows and their heads in every form that some reader takes and another does not. */
const TABLES: Readonly<Record<string, (offsets: Offsets) => string>> = {
  'rows with tabs': rowsAs((offset) => row(offset, '\t00000\tn \n')),
  'rows that end with a return': rowsAs((offset) => row(offset, ' 00000 n \r')),
  'rows that end with return and line feed': rowsAs((offset) => row(offset, ' 00000 n\r\n')),
  'rows of 19 bytes': rowsAs((offset) => row(offset, ' 00000 n\n')),
  'rows of 21 bytes': rowsAs((offset) => row(offset, ' 00000 n \r\n')),
  'rows without leading zeros': rowsAs((offset) => `${offset} 00000 n \n`),
  'rows with further blanks': rowsAs((offset) => row(offset, '  00000  n \n')),
  'rows without a blank before the letter': rowsAs((offset) => row(offset, ' 00000n  \n')),
  'rows of another generation': rowsAs((offset) => row(offset, ' 00001 n \n')),
  'rows that call the objects free': rowsAs((offset) => row(offset, ' 00000 f \n')),
  'rows with a capital letter': rowsAs((offset) => row(offset, ' 00000 N \n')),
  'rows with a comment': rowsAs((offset) => row(offset, ' 00000 n %\n')),
  'offsets one too small': rowsAs((offset) => row(offset - 1)),
  'a tab in the head of the rows': (offsets) => classicTable(offsets).replaceAll(/^(\d+) 1$/gm, '$1\t1'),
  'blanks before the head of the rows': (offsets) =>
    classicTable(offsets).replaceAll(/^(\d+) 1$/gm, '  $1 1'),
  'zeros before the head of the rows': (offsets) =>
    classicTable(offsets).replaceAll(/^(\d+) 1$/gm, '000$1 1'),
  'a head that counts too few rows': (offsets) => classicTable(offsets).replaceAll(/^(\d+) 1$/gm, '$1 0'),
  'a head that counts too many rows': (offsets) => classicTable(offsets).replaceAll(/^(\d+) 1$/gm, '$1 2'),
  'a head with a comment': (offsets) => classicTable(offsets).replaceAll(/^(\d+) 1$/gm, '$1 1 %'),
  'an empty line before the rows': (offsets) => `\n${classicTable(offsets)}`,
  'a comment before the rows': (offsets) => `%\n${classicTable(offsets)}`,
  'a comment that says trailer': (offsets) => `% trailer <<>>\n${classicTable(offsets)}`,
  'rows twice': (offsets) => classicTable([...offsets, ...offsets]),
  'a row for the head of the free list': (offsets) => `0 1\n0000000000 65535 f \n${classicTable(offsets)}`,
  'the head of the free list naming an object': ([[number, offset] = [1, 0], ...more]) =>
    `0 1\n${String(number).padStart(10, '0')} 65535 f \n${classicTable([[number, offset], ...more])}`,
};

/** Trailers that say something else, or say it in another place. */
const TRAILERS: Readonly<Record<string, (dictionary: string) => string>> = {
  'a comment in the trailer': (dictionary) => `trailer\n${dictionary.replace('<<', '<<%>>\n')}\n`,
  'two trailers': (dictionary) => `trailer\n<<>>\ntrailer\n${dictionary}\n`,
  'a trailer in a comment first': (dictionary) => `%trailer <</Root 1 0 R>>\ntrailer\n${dictionary}\n`,
  'a trailer on one line': (dictionary) => `trailer ${dictionary} `,
  'another size': (dictionary) => classicTrailer(dictionary.replace(/\/Size \d+/, '/Size 9999')),
  'too small a size': (dictionary) => classicTrailer(dictionary.replace(/\/Size \d+/, '/Size 3')),
  'another information dictionary': (dictionary) =>
    classicTrailer(dictionary.replace(/ \/Info \d+ 0 R/, '').replace('>>', ' /Info 2 0 R>>')),
  'another identifier': (dictionary) =>
    classicTrailer(dictionary.replace(/\/ID \[.*?\]/, '/ID [<00000000> <00000000>]')),
  'no identifier': (dictionary) => classicTrailer(dictionary.replace(/ \/ID \[.*?\]/, '')),
  'an unknown entry': (dictionary) => classicTrailer(dictionary.replace(/>>$/, ' /Forged true>>')),
  'an entry twice': (dictionary) => classicTrailer(dictionary.replace(/>>$/, ' /Root 1 0 R>>')),
  'a name with an escape': (dictionary) => classicTrailer(dictionary.replace('/Root', '/R#6fot')),
  encryption: (dictionary) => classicTrailer(dictionary.replace(/>>$/, ' /Encrypt <</Filter /Standard>>>>')),
  'no predecessor': (dictionary) => classicTrailer(dictionary.replace(/ \/Prev \d+/, '')),
  'a predecessor that is a reference': (dictionary) =>
    classicTrailer(dictionary.replace(/\/Prev (\d+)/, '/Prev $1 0 R')),
};

/** Ends that lead elsewhere, or more than one. */
const ENDS: Readonly<Record<string, (at: number, target: Target) => string>> = {
  'an end that leads to the table before': (_, { startxref }) => `startxref\n${startxref}\n%%EOF\n`,
  'an end that leads to nowhere': () => 'startxref\n0\n%%EOF\n',
  'two ends, the first of which is right': (at, { startxref }) =>
    `startxref\n${at}\n%%EOF\nstartxref\n${startxref}\n%%EOF\n`,
  'two ends, the second of which is right': (at, { startxref }) =>
    `startxref\n${startxref}\n%%EOF\nstartxref\n${at}\n%%EOF\n`,
  'the right end twice': (at) => `startxref\n${at}\n%%EOF\nstartxref\n${at}\n%%EOF\n`,
  'an end in a comment behind the end': (at, { startxref }) =>
    `startxref\n${at}\n%%EOF\n% startxref ${startxref} %%EOF\n`,
  'an end without its mark': (at) => `startxref\n${at}\n`,
  'an end of other lines': (at) => `startxref\r\n${at}\r\n%%EOF\r\n`,
  'white space behind the end': (at) => `startxref\n${at}\n%%EOF\n\n\n`,
  'other bytes behind the end': (at) => `startxref\n${at}\n%%EOF\nanything\n`,
};

/** Where cross-references are not in a table, or objects not in their place. */
const PLACES: Readonly<Record<string, Form>> = {
  'a cross-reference stream beside an empty table': (target, objects) =>
    besideTable(target, objects, () => ''),
  'a cross-reference stream beside the table': (target, objects) =>
    besideTable(target, objects, classicTable),
  'a cross-reference stream': (target, objects) =>
    Buffer.concat([target.file, ...streamOnly(target, objects)]),
  'objects in an object stream': (target, objects) => inObjectStream(target, objects),
  'objects that no table lists': (target, objects) => writtenByHand(target, { objects, table: () => '' }),
  'objects behind the last end, without a table': (target, objects) =>
    Buffer.concat([target.file, ...objects.map(plainObject)]),
  'objects behind their own end': (target, objects) =>
    Buffer.concat([writtenByHand(target, { objects: [] }), ...objects.map(plainObject)]),
  'objects twice, the second one listed': (target, objects) =>
    writtenByHand(target, {
      objects: [...objects, ...objects],
      table: (offsets) => classicTable(offsets.slice(objects.length)),
    }),
  'objects twice, the first one listed': (target, objects) =>
    writtenByHand(target, {
      objects: [...objects, ...objects],
      table: (offsets) => classicTable(offsets.slice(0, objects.length)),
    }),
  'a comment before the objects': (target, objects) =>
    writtenByHand({ ...target, file: Buffer.concat([target.file, Buffer.from('% hidden\n')]) }, { objects }),
  'a comment behind the objects': (target, objects) =>
    writtenByHand(target, { objects, between: () => '% hidden\n' }),
  'white space behind the objects': (target, objects) =>
    writtenByHand(target, { objects, between: () => ' \n\n' }),
  'other bytes behind the objects': (target, objects) =>
    writtenByHand(target, { objects, between: () => 'hidden\n' }),
  'an increment that frees what it writes': (target, objects) =>
    writtenByHand(target, {
      objects,
      table: (offsets) => offsets.map(([number]) => `${number} 1\n0000000000 00001 f \n`).join(''),
    }),
  'an increment on top of an increment': (target, objects) => {
    const file = writtenByHand(target, { objects: [] });
    const startxref = file.lastIndexOf('xref\n', file.lastIndexOf('startxref') - 1);
    return writtenByHand({ ...target, file, startxref }, { objects });
  },
};

/** How an increment is written that says the same to one reader and not to another; every one with its name. */
export const FORMS: Readonly<Record<string, Form>> = {
  'as any program writes it': (target, objects) => writtenByHand(target, { objects }),
  ...mapped(TABLES, (table) => ({ table })),
  ...mapped(TRAILERS, (trailer) => ({ trailer })),
  ...Object.fromEntries(
    Object.entries(ENDS).map(([name, end]): [string, Form] => [
      name,
      (target, objects) => writtenByHand(target, { objects, startxref: (at) => end(at, target) }),
    ]),
  ),
  ...PLACES,
};

function mapped<Part>(parts: Readonly<Record<string, Part>>, hand: (part: Part) => Partial<ByHand>) {
  const forms = Object.entries(parts).map(([name, part]): [string, Form] => [
    name,
    (target, objects) => writtenByHand(target, { objects, ...hand(part) }),
  ]);
  return Object.fromEntries(forms);
}

function rowsAs(write: (offset: number) => string): (offsets: Offsets) => string {
  return (offsets) => offsets.map(([number, offset]) => `${number} 1\n${write(offset)}`).join('');
}

function plainObject([number, body]: Written): Buffer {
  return Buffer.from(`${number} 0 obj\n${body}\nendobj\n`, 'latin1');
}

type Packed = {
  readonly type: 1 | 2;
  readonly number: number;
  readonly place: number;
  readonly index: number;
};

/** A cross-reference stream (ISO 32000-1, 7.5.8) for these objects and itself. */
function crossReferences(target: Target, rows: readonly Packed[], own: number): string {
  const { size, root, startxref } = target;
  const fields = rows.map(({ type, place, index }) => {
    const bytes = Buffer.alloc(7);
    bytes.writeUInt8(type, 0);
    bytes.writeUInt32BE(place, 1);
    bytes.writeUInt16BE(index, 5);
    return bytes.toString('latin1');
  });
  const index = rows.map(({ number }) => `${number} 1`).join(' ');
  const most = Math.max(size, own) + 1;
  const dictionary = `/Type /XRef /Size ${most} /W [1 4 2] /Index [${index}] /Root ${root} 0 R /Prev ${startxref} `;
  return stream(fields.join(''), dictionary);
}

function listed(offsets: Offsets): readonly Packed[] {
  return offsets.map(([number, place]) => ({ type: 1, number, place, index: 0 }));
}

/** A stream that readers of hybrid files take before the table (7.5.8.4). */
function besideTable(
  target: Target,
  objects: readonly Written[],
  table: (offsets: Offsets) => string,
): Buffer {
  const own = 1 + Math.max(target.size, ...objects.map(([number]) => number));
  const offsets = placesOf(target, objects);
  const at = target.file.length + Buffer.concat(objects.map(plainObject)).length;
  const xref = `${own} 0 obj\n${crossReferences(target, listed([...offsets, [own, at]]), own)}\nendobj\n`;
  return writtenByHand(target, {
    objects,
    between: () => xref,
    table,
    trailer: (dictionary) => classicTrailer(dictionary.replace(/>>$/, ` /XRefStm ${at}>>`)),
  });
}

function placesOf({ file }: Target, objects: readonly Written[]): Offsets {
  let at = file.length;
  return objects.map((object): [number, number] => {
    const offset = at;
    at += plainObject(object).length;
    return [object[0], offset];
  });
}

function streamOnly(
  target: Target,
  objects: readonly Written[],
  more: readonly Packed[] = [],
): readonly Buffer[] {
  const own = 1 + Math.max(target.size + 1, ...objects.map(([number]) => number));
  const at = target.file.length + Buffer.concat(objects.map(plainObject)).length;
  const rows = [...listed([...placesOf(target, objects), [own, at]]), ...more];
  const xref = plainObject([own, crossReferences(target, rows, own)]);
  return [...objects.map(plainObject), xref, Buffer.from(`startxref\n${at}\n%%EOF\n`)];
}

/** What is no stream packed into one (7.5.7). */
function inObjectStream(target: Target, objects: readonly Written[]): Buffer {
  const values = objects.filter(([, body]) => !body.includes('endstream'));
  const streams = objects.filter(([, body]) => body.includes('endstream'));
  const holder = 1 + Math.max(target.size, ...objects.map(([number]) => number));
  let length = 0;
  const heads = values.map(([number, body]) => {
    const head = `${number} ${length}`;
    length += body.length + 1;
    return head;
  });
  const first = `${heads.join(' ')} `;
  const packed = stream(
    `${first}${values.map(([, body]) => `${body}\n`).join('')}`,
    `/Type /ObjStm /N ${values.length} /First ${first.length} `,
  );
  const rows = values.map(([number], index): Packed => ({ type: 2, number, place: holder, index }));
  return Buffer.concat([target.file, ...streamOnly(target, [...streams, [holder, packed]], rows)]);
}
