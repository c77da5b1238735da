import type { ClientBase, Connection } from 'pg';
import { hubFault } from '../../hub/faults.ts';

/** What comes before the first row of a copy in binary: signature, flags, and the length of what nobody uses yet. */
const HEADER = 19;

/**
 * The one value of bytes that a query finds, by COPY: as a row of an ordinary answer pg takes bytes as hexadecimal text and makes
 * bytes of that, which leaves four times as much behind. A copy knows no parameters: the values stand in the text.
 */
export async function copyOut(client: Pick<ClientBase, 'query'>, query: string): Promise<Buffer | undefined> {
  const parts: Buffer[] = [];
  await new Promise<void>((resolve, reject) => {
    const answering = {
      // What waits for an answer too long calls it, too.
      callback: (error?: Error) => (error === undefined ? resolve() : reject(error)),
      submit: (connection: Connection) => connection.query(`COPY (${query}) TO STDOUT (FORMAT binary)`),
      // The next bytes may be read into the same place.
      handleCopyData: ({ chunk }: { readonly chunk: Buffer }) => parts.push(Buffer.from(chunk)),
      handleCommandComplete: () => undefined,
      handleReadyForQuery: () => answering.callback(),
      handleError: (error: Error) => answering.callback(error),
    };
    client.query(answering);
  });
  return valueIn(Buffer.concat(parts));
}

/** Of a row the number of its columns, of each value its length; −1 ends the rows, or is no value. */
function valueIn(bytes: Buffer): Buffer | undefined {
  if (bytes.length < HEADER + 2) throw hubFault('STORE_UNAVAILABLE', 'the answer of the database breaks off');
  const row = HEADER + bytes.readUInt32BE(HEADER - 4);
  if (bytes.readInt16BE(row) !== 1) return undefined;
  const length = bytes.readInt32BE(row + 2);
  return length < 0 ? undefined : bytes.subarray(row + 6, row + 6 + length);
}
