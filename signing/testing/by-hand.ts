/** What somebody who has no key reads from a sealed report before forging it, by its text alone. */
export type Target = {
  readonly file: Buffer;
  readonly size: number;
  readonly root: number;
  /** Where the newest cross-reference table is said to be. */
  readonly startxref: number;
  /** The newest trailer, from `<<` to `>>`. */
  readonly trailer: string;
  readonly page: number;
  readonly contents: number;
  /** The form with all fields, and the field of the seal. */
  readonly form: number;
  readonly field: number;
  /** An object's newest text between `obj` and `endobj`. */
  readonly body: (number: number) => string;
};

export function targetOf(file: Buffer): Target {
  const text = file.toString('latin1');
  const trailer = last(text, /trailer\n(<<.*>>)\nstartxref/g);
  const root = Number(/\/Root (\d+)/.exec(trailer)?.[1]);
  function body(number: number): string {
    return last(text, new RegExp(`\\n${number} 0 obj\\n([^]*?)\\nendobj`, 'g'));
  }
  const form = Number(/\/AcroForm (\d+)/.exec(body(root))?.[1]);
  return {
    file,
    size: Number(/\/Size (\d+)/.exec(trailer)?.[1]),
    root,
    startxref: Number(last(text, /startxref\n(\d+)/g)),
    trailer,
    page: Number(last(text, /\n(\d+) 0 obj\n<<\/Type \/Page \/P/g)),
    contents: Number(/\/Type \/Page \/P.*?\/Contents (\d+)/.exec(text)?.[1]),
    form,
    field: Number(/\/Fields \[(\d+)/.exec(body(form))?.[1]),
    body,
  };
}

function last(text: string, pattern: RegExp): string {
  return [...text.matchAll(pattern)].at(-1)?.[1] ?? '';
}

/** An object as it is to be written: its number, and what stands between `obj` and `endobj`. */
export type Written = readonly [number: number, body: string];

/** An increment written by hand, each part of it in any form. */
export type ByHand = {
  readonly objects: readonly Written[];
  /** The table between `xref` and `trailer`, line feed included, by where each object begins. */
  readonly table?: (offsets: readonly (readonly [number: number, offset: number])[]) => string;
  /** From behind the table to `startxref`. */
  readonly trailer?: (dictionary: string, start: number) => string;
  readonly startxref?: (at: number) => string;
  /** Between the last object and the table. */
  readonly between?: (start: number) => string;
};

/** The file with the increment behind it; where nothing is said, as any program would write it. */
export function writtenByHand(target: Target, hand: ByHand): Buffer {
  const start = target.file.length;
  let text = '';
  const offsets = hand.objects.map(([number, body]): [number, number] => {
    const offset = start + text.length;
    text += `${number} 0 obj\n${body}\nendobj\n`;
    return [number, offset];
  });
  text += hand.between?.(start + text.length) ?? '';
  const at = start + text.length;
  const table = (hand.table ?? classicTable)(offsets);
  const trailer = (hand.trailer ?? classicTrailer)(trailerOf(target, hand.objects), start);
  const end = hand.startxref?.(at) ?? `startxref\n${at}\n%%EOF\n`;
  return Buffer.concat([target.file, Buffer.from(`${text}xref\n${table}${trailer}${end}`, 'latin1')]);
}

export function classicTable(offsets: readonly (readonly [number, number])[]): string {
  return offsets.map(([number, offset]) => `${number} 1\n${row(offset)}`).join('');
}

export function row(offset: number, end = ' 00000 n \n'): string {
  return `${String(offset).padStart(10, '0')}${end}`;
}

export function classicTrailer(dictionary: string): string {
  return `trailer\n${dictionary}\n`;
}

/** The newest trailer, as the one of the next revision. */
function trailerOf({ trailer, startxref, size }: Target, objects: readonly Written[]): string {
  const next = Math.max(size, ...objects.map(([number]) => number + 1));
  const kept = trailer.replace(/ \/Size \d+/, '').replace(/ \/Prev \d+/, '');
  return kept.replace(/>>$/, ` /Size ${next} /Prev ${startxref}>>`);
}

export function stream(content: string, dictionary = ''): string {
  return `<<${dictionary}/Length ${content.length}>>\nstream\n${content}\nendstream`;
}
