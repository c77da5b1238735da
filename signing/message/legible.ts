/**
 * Whether the words of a signed message stand in its file as every reader sees them. A signature is over the canonical form,
 * where `acc<!-- not -->epted` and `accepted` are the same; a person who opens the file, or a program that looks for a
 * text in it, must not be told something else.
 */
export function isLegible(file: Uint8Array): boolean {
  const text = Buffer.from(file.buffer, file.byteOffset, file.byteLength).toString('latin1');
  return /^[^{]{0,100}</.test(text) ? !HIDING.test(text) && !hasNumbered(text) : !ESCAPED.test(text);
}

/** In XML that is well-formed `<!` begins a comment or CDATA, and `<?` an instruction wherever it does not stand first, behind a byte order mark perhaps. */
const HIDING = /<!|[^\xBF]<\?/;

/** JSON's escapes of letters and digits, which nobody needs and no program writes. */
const ESCAPED = /\\u00(?:3[0-9]|[46][1-9a-f]|[57][0-9a])/i;

/** Numbers for characters that are written as themselves; those for line ends, quotes and the like have a reason. */
function hasNumbered(text: string): boolean {
  return [...text.matchAll(/&#(x?)([0-9a-f]+);/gi)].some(([, hex = '', digits = '']) =>
    /^[A-Za-z0-9 ]$/.test(String.fromCharCode(Number.parseInt(digits, hex === '' ? 10 : 16))),
  );
}
