import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';

/** A port for a program of its own, which has to be told one before it starts. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A server that listens on a port has an address with one.
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
