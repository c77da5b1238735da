const WHITE_SPACE = Buffer.from('\0\t\n\f\r ', 'latin1');
const DELIMITERS = Buffer.from('()<>[]{}/%', 'latin1');

const REGULAR = 0;
const BLANK = 1;
/** The kind of each octet (ISO 32000-1, 7.2.2). By table and loop: regular expressions recurse over megabytes of blanks. */
const KINDS = new Uint8Array(256);
for (const octet of DELIMITERS) KINDS[octet] = 2;
for (const octet of WHITE_SPACE) KINDS[octet] = BLANK;

/** Where white space ends. Comments are not skipped: a report has none, and they can say one thing to one reader only. */
export function skipBlank(text: string, start: number): number {
  let at = start;
  while (KINDS[text.charCodeAt(at)] === BLANK) at++;
  return at;
}

/** Where a word of regular characters ends. */
export function wordEnd(text: string, start: number): number {
  let at = start;
  while (KINDS[text.charCodeAt(at)] === REGULAR) at++;
  return at;
}

export function digitsEnd(text: string, start: number): number {
  let at = start;
  for (let code = text.charCodeAt(at); code >= 0x30 && code <= 0x39; code = text.charCodeAt(at)) at++;
  return at;
}

/** LF, CR LF or CR; the same place where there is none. */
export function lineEnd(text: string, at: number): number {
  if (text[at] === '\n') return at + 1;
  if (text[at] !== '\r') return at;
  return text[at + 1] === '\n' ? at + 2 : at + 1;
}
