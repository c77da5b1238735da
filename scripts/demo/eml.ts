/** An e-mail out of a file: its headers by name, in small letters, and its text. */
export type Eml = { readonly headers: ReadonlyMap<string, string>; readonly text: string };

/** Reads an e-mail as the hub makes them (RFC 5322): plain text, quoted-printable (RFC 2045, 6.7). */
export function readEml(bytes: Uint8Array): Eml {
  const whole = Buffer.from(bytes).toString('latin1');
  const end = whole.indexOf('\r\n\r\n');
  const lines = whole
    .slice(0, end)
    .replaceAll(/\r\n[ \t]/g, ' ')
    .split('\r\n');
  const headers = lines.map((line) => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon).toLowerCase(), decodedWords(line.slice(colon + 1).trim())] as const;
  });
  return { headers: new Map(headers), text: unquoted(whole.slice(end + 4).replaceAll('=\r\n', '')) };
}

/** Encoded words (RFC 2047); the space between two of them is none. */
function decodedWords(value: string): string {
  return value
    .replaceAll(/\?=\s+=\?/g, '?==?')
    .replaceAll(/(?:=\?UTF-8\?[QB]\?[^?]*\?=)+/gi, (words) =>
      Buffer.concat([...words.matchAll(/=\?UTF-8\?([QB])\?([^?]*)\?=/gi)].map(bytesOf)).toString('utf8'),
    );
}

function bytesOf([, encoding = '', text = '']: RegExpExecArray | RegExpMatchArray): Buffer {
  if (encoding.toUpperCase() === 'B') return Buffer.from(text, 'base64');
  return Buffer.from(unescaped(text.replaceAll('_', ' ')), 'latin1');
}

function unquoted(text: string): string {
  return Buffer.from(unescaped(text), 'latin1').toString('utf8');
}

function unescaped(text: string): string {
  return text.replaceAll(/=([0-9A-F]{2})/gi, (_, hex: string) =>
    String.fromCodePoint(Number.parseInt(hex, 16)),
  );
}
