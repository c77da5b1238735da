const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };
/** A digit's code, a line that goes on, or a sign that stands for another or for itself (ISO 32000-1, table 3). */
const ESCAPE = /\\(?:([0-7]{1,3})|(\r\n|\r|\n)|([^]))|\r\n?/g;

/** The bytes, as latin1, that a string's token means, hexadecimal or literal (ISO 32000-1, 7.3.4). */
export function stringIn(token: string): string {
  const inner = token.slice(1, -1);
  return token.startsWith('<') ? fromHex(inner) : inner.replace(ESCAPE, unescaped);
}

function unescaped(found: string, ...parts: readonly (string | undefined)[]): string {
  const [octal, line, sign] = parts;
  if (octal !== undefined) return String.fromCharCode(parseInt(octal, 8) & 0xff);
  if (line !== undefined) return '';
  // Every end of a line inside a string is read as one line feed.
  return sign === undefined ? found.replace(/^\r\n?$/, '\n') : (ESCAPES[sign] ?? sign);
}

/** An odd last digit has a zero behind it. */
function fromHex(digits: string): string {
  const whole = digits.replace(/[^0-9A-Fa-f]/g, '');
  return Buffer.from(whole.length % 2 === 0 ? whole : `${whole}0`, 'hex').toString('latin1');
}
