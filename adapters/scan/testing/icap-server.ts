import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';

/** A scanner for tests: speaks as much ICAP as is needed, finds a word, and remembers what it was sent. */
export type IcapServer = {
  readonly url: string;
  readonly requests: { readonly head: string; readonly body: Buffer }[];
  close(): Promise<void>;
};

type Behaviour = {
  readonly finds: string;
  /** Answers by the preview alone. */
  readonly isHasty?: boolean;
  /** Says nothing but this. */
  readonly says?: string;
};

export async function openIcapServer(behaviour: Behaviour): Promise<IcapServer> {
  const requests: IcapServer['requests'] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    void answer(socket, behaviour, requests).catch(() => socket.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `icap://127.0.0.1:${port}/avscan`,
    requests,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

async function answer(socket: Socket, behaviour: Behaviour, requests: IcapServer['requests']): Promise<void> {
  const { finds, isHasty = false, says } = behaviour;
  if (says !== undefined) return void socket.end(says);
  const reader = readerOf(socket);
  const head = `${await reader.until('\r\n\r\n')}${await reader.until('\r\n\r\n')}`;
  const preview = await chunks(reader);
  const isWhole = preview.end.includes('ieof');
  if (!isWhole && !isHasty) socket.write('ICAP/1.0 100 Continue\r\n\r\n');
  const rest = isWhole || isHasty ? Buffer.alloc(0) : (await chunks(reader)).body;
  const body = Buffer.concat([preview.body, rest]);
  requests.push({ head, body });
  socket.end(
    body.includes(finds)
      ? 'ICAP/1.0 200 OK\r\nX-Infection-Found: Type=0; Resolution=2; Threat=Test;\r\n\r\n'
      : 'ICAP/1.0 204 No Content\r\n\r\n',
  );
}

type Reader = { until(mark: string): Promise<string>; take(count: number): Promise<Buffer> };

async function chunks(reader: Reader): Promise<{ readonly body: Buffer; readonly end: string }> {
  const parts: Buffer[] = [];
  for (;;) {
    const size = await reader.until('\r\n');
    const count = Number.parseInt(size, 16);
    parts.push((await reader.take(count + 2)).subarray(0, count));
    if (count === 0) return { body: Buffer.concat(parts), end: size };
  }
}

function readerOf(socket: Socket): Reader {
  let held = Buffer.alloc(0);
  let more = resolvers();
  socket.on('data', (bytes) => {
    held = Buffer.concat([held, bytes]);
    more.resolve();
    more = resolvers();
  });
  async function take(count: number): Promise<Buffer> {
    while (held.length < count) await more.promise;
    const taken = held.subarray(0, count);
    held = held.subarray(count);
    return taken;
  }
  return {
    take,
    async until(mark) {
      while (!held.includes(mark)) await more.promise;
      return (await take(held.indexOf(mark) + mark.length)).toString('latin1');
    },
  };
}

function resolvers() {
  const given: { resolve?: () => void } = {};
  const promise = new Promise<void>((resolved) => {
    given.resolve = resolved;
  });
  return { promise, resolve: () => given.resolve?.() };
}
