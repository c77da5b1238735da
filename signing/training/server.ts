import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';

export type Answer = { readonly status?: number; readonly type: string; readonly body: Uint8Array };
export type Handler = (body: Uint8Array) => Answer | Promise<Answer>;
/** By path. */
export type Routes = Readonly<Record<string, Handler>>;

export type Server = {
  readonly url: string;
  /** Answers by these routes from now on; before, nothing is found. */
  readonly serve: (routes: Routes) => void;
  readonly close: () => Promise<void>;
};

/** Requests for time stamps and status are some hundred bytes long. */
const MAXIMUM = 64 * 1024;

/**
 * A server on loopback alone. Certificates carry its address, so it listens first and is told what to serve then; port 0
 * takes any free one.
 */
export async function startServer(port: number): Promise<Server> {
  let routes: Routes = {};
  const server = createServer((request, response) => {
    void answer(routes, request, response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : port}`;
  function serve(served: Routes): void {
    routes = served;
  }
  return { url, serve, close: () => closed(server) };
}

async function answer(routes: Routes, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const handler = routes[new URL(request.url ?? '/', 'http://loopback').pathname];
  try {
    const { status = 200, type, body } = handler ? await handler(await bodyOf(request)) : NOT_FOUND;
    response.writeHead(status, { 'content-type': type, 'content-length': body.length }).end(body);
  } catch {
    // A request that is no DER, or longer than any: the asker's fault, and nobody to tell but him.
    response.writeHead(400, { connection: 'close' }).end();
  }
}

const NOT_FOUND: Answer = { status: 404, type: 'text/plain', body: Buffer.from('not found\n') };

async function bodyOf(request: IncomingMessage): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    if (!Buffer.isBuffer(chunk)) continue;
    length += chunk.length;
    if (length > MAXIMUM) throw new RangeError('too long');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function closed(server: ReturnType<typeof createServer>): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
    server.closeAllConnections();
  });
}
