import { connect, type Socket } from 'node:net';
import { once } from 'node:events';
import type { Pieces, Scanned, Scanner } from '../../hub/ports/documents.ts';

const SILENT_MS = 60_000;
const PORT = 1344;
/** Sent ahead; a server that knows enough by them asks for no more (RFC 3507, 4.5). */
const PREVIEW = 1024;

/**
 * A scanner that speaks ICAP (RFC 3507), asked as if the document were an answer on its way to somebody (RESPMOD). It finds
 * nothing where it lets the answer be as it is (204), and something where it puts another one in its place (200).
 */
export function icapScanner({ host, hostname, port, pathname }: URL): Scanner {
  const where = { host: hostname.replace(/^\[|\]$/g, ''), port: port === '' ? PORT : Number(port) };
  return {
    async scan(bytes, facts) {
      const socket = connect(where);
      socket.setTimeout(SILENT_MS, () => socket.destroy(new Error('the scanner is silent')));
      // Heard where it is waited for; without a listener it would end the process.
      socket.on('error', () => undefined);
      try {
        return await asked(socket, bytes, { ...facts, host, service: `icap://${host}${pathname}` });
      } catch {
        return 'unavailable';
      } finally {
        socket.destroy();
      }
    },
  };
}

type Asking = {
  readonly host: string;
  readonly service: string;
  readonly mediaType: string;
  readonly size: number;
};

async function asked(socket: Socket, bytes: Pieces, asking: Asking): Promise<Scanned> {
  const status = statusReader(socket);
  await once(socket, 'connect');
  const source = bytes[Symbol.asyncIterator]();
  const first = await source.next();
  const head: Uint8Array = first.done === true ? new Uint8Array() : first.value;
  const isAll = asking.size <= PREVIEW;
  const ahead = head.subarray(0, PREVIEW);
  await write(socket, [headOf(asking), chunk(ahead), isAll ? '0; ieof\r\n\r\n' : '0\r\n\r\n']);
  const early = await status();
  if (early !== 100) return meaningOf(early);
  await write(socket, [chunk(head.subarray(ahead.length))]);
  for (let next = await source.next(); next.done !== true; next = await source.next())
    await write(socket, [chunk(next.value)]);
  await write(socket, ['0\r\n\r\n']);
  return meaningOf(await status());
}

function headOf({ host, service, mediaType, size }: Asking): string {
  const http = `HTTP/1.1 200 OK\r\nContent-Type: ${mediaType}\r\nContent-Length: ${size}\r\n\r\n`;
  return [
    `RESPMOD ${service} ICAP/1.0`,
    `Host: ${host}`,
    'User-Agent: imi-hub',
    'Allow: 204',
    `Preview: ${PREVIEW}`,
    `Encapsulated: res-hdr=0, res-body=${http.length}`,
    'Connection: close',
    '',
    http,
  ].join('\r\n');
}

function chunk(bytes: Uint8Array): Uint8Array | string {
  if (bytes.length === 0) return '';
  return Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n')]);
}

async function write(socket: Socket, parts: readonly (Uint8Array | string)[]): Promise<void> {
  for (const part of parts) {
    if (part.length === 0 || socket.write(part)) continue;
    const ending = new AbortController();
    try {
      await Promise.race([
        once(socket, 'drain', { signal: ending.signal }),
        once(socket, 'close', { signal: ending.signal }),
      ]);
    } finally {
      ending.abort();
    }
    if (socket.destroyed) throw new Error('the scanner has gone');
  }
}

/** Reads one status line after the other; what stands behind it is of no interest. */
function statusReader(socket: Socket): () => Promise<number> {
  let text = '';
  socket.on('data', (bytes) => {
    if (text.length < 16_384) text += bytes.toString('latin1');
  });
  return async () => {
    for (;;) {
      const [whole, code] = /^ICAP\/1\.[0-9] ([0-9]{3})[^]*?\r\n\r\n/.exec(text) ?? [];
      if (whole !== undefined) {
        text = text.slice(whole.length);
        return Number(code);
      }
      if (socket.destroyed || socket.readableEnded) throw new Error('the scanner has gone');
      await heard(socket);
    }
  };
}

async function heard(socket: Socket): Promise<void> {
  const ending = new AbortController();
  const { signal } = ending;
  try {
    await Promise.race(['data', 'end', 'close'].map((event) => once(socket, event, { signal })));
  } finally {
    ending.abort();
  }
}

function meaningOf(status: number): Scanned {
  if (status === 204) return 'clean';
  return status === 200 || status === 403 ? 'found' : 'unavailable';
}
