/** The rows of one cross-reference table (ISO 32000-1, 7.5.4). */
export type Entries = {
  readonly offsets: ReadonlyMap<number, number>;
  readonly deleted: readonly number[];
};

const [LINE_FEED, RETURN, BLANK, ZERO, IN_USE, FREE] = Buffer.from('\n\r 0nf', 'latin1');

/**
 * A report has hundreds of rows of one form, ten digits of offset, five of generation and a letter, so they are read by
 * the places of their octets. Any other line may begin a subsection with its first number, or means nothing.
 */
export function readEntries(lines: Buffer): Entries {
  const offsets = new Map<number, number>();
  const deleted: number[] = [];
  let next = 0;
  for (let at = 0, end = 0; at < lines.length; at = end + 1) {
    end = lineEnd(lines, at);
    const offset = isEntry(lines, at) ? digits(lines, at, 10) : undefined;
    if (offset === undefined) next = firstNumber(lines.toString('latin1', at, end)) ?? next;
    else if (lines[at + 17] === IN_USE) offsets.set(next++, offset);
    else deleted.push(next++);
  }
  return { offsets, deleted };
}

function lineEnd(lines: Buffer, start: number): number {
  let at = start;
  while (at < lines.length && lines[at] !== LINE_FEED && lines[at] !== RETURN) at++;
  return at;
}

function isEntry(lines: Buffer, at: number): boolean {
  const kind = lines[at + 17];
  return (
    (kind === IN_USE || kind === FREE) &&
    lines[at + 10] === BLANK &&
    lines[at + 16] === BLANK &&
    digits(lines, at + 11, 5) !== undefined
  );
}

/** Undefined where an octet is none of the ten. */
function digits(bytes: Buffer, start: number, length: number): number | undefined {
  let value = 0;
  for (let at = start; at < start + length; at++) {
    const digit = (bytes[at] ?? 0) - (ZERO ?? 0);
    if (!(digit >= 0 && digit <= 9)) return undefined;
    value = 10 * value + digit;
  }
  return value;
}

function firstNumber(line: string): number | undefined {
  const found = /^\s*(\d+) \d+\s*$/.exec(line)?.[1];
  return found === undefined ? undefined : Number(found);
}
