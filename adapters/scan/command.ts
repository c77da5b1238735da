import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Pieces, Scanned, Scanner } from '../../hub/ports/documents.ts';

const WITHIN_MS = 10 * 60_000;

/**
 * A program that reads a document on its standard input and says by its exit code what it has found, as `clamdscan -` does: 0
 * nothing, 1 something. Whatever else it does, it could not say.
 */
export function commandScanner(command: string): Scanner {
  const [program = '', ...given] = command.split(' ').filter((word) => word !== '');
  return {
    scan: async (bytes, { mediaType }) => scanned(bytes, { program, given, mediaType }),
  };
}

type How = { readonly program: string; readonly given: readonly string[]; readonly mediaType: string };

async function scanned(bytes: Pieces, { program, given, mediaType }: How): Promise<Scanned> {
  const child = spawn(program, given, {
    stdio: ['pipe', 'ignore', 'ignore'],
    // It gets no word of what the hub knows.
    env: { PATH: process.env['PATH'] ?? '', MEDIA_TYPE: mediaType },
    timeout: WITHIN_MS,
    killSignal: 'SIGKILL',
  });
  const ended = once(child, 'exit');
  // Where it cannot be started at all, that is heard below.
  ended.catch(() => undefined);
  try {
    // One that has found something early need not read the rest.
    const isRead = await pipeline(Readable.from(bytes), child.stdin).then(() => true, ofBrokenPipe);
    const [code] = await ended;
    if (code === 1) return 'found';
    return code === 0 && isRead ? 'clean' : 'unavailable';
  } catch {
    child.kill('SIGKILL');
    return 'unavailable';
  }
}

function ofBrokenPipe(error: NodeJS.ErrnoException): false {
  if (error.code === 'EPIPE' || error.code === 'ERR_STREAM_PREMATURE_CLOSE') return false;
  throw error;
}
