import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { afterAll } from 'vitest';

/** A line between the hub and one of its services that a test can cut, without harm to the other tests. */
export type Wire = {
  /** The address of the service, by way of the line. */
  readonly url: string;
  /** Every connection breaks, and no new one is taken. */
  cut(): void;
  mend(): void;
  /** The connections of now fall silent without an end, as behind a firewall that has forgotten them; new ones work. */
  freeze(): void;
  /** Breaks like `cut` the moment the hub has sent something of which this is true, before the service hears it. */
  cutWhen(isMoment: (chunk: Buffer) => boolean): void;
  close(): void;
};

export async function layWire(target: string): Promise<Wire> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  let isCut = false;
  let generation = 0;
  let isMoment: ((chunk: Buffer) => boolean) | undefined;
  const server = createServer((near) => {
    if (isCut) return void near.destroy();
    const far = connect({ host: hostname, port: Number(port) });
    const mine = generation;
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one);
      one.setNoDelay(true);
      const isAlive = () => mine === generation;
      one.on('data', (chunk) => {
        if (one === near && isMoment?.(chunk) === true) cut();
        else if (isAlive()) other.write(chunk);
      });
      one.on('error', () => {
        if (isAlive()) other.destroy();
      });
      one.on('close', () => {
        sockets.delete(one);
        if (isAlive()) other.destroy();
      });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  function cut() {
    isCut = true;
    for (const socket of sockets) socket.resetAndDestroy();
  }
  return {
    url: through(target, server.address()),
    cut,
    mend() {
      isCut = false;
    },
    freeze() {
      generation += 1;
    },
    cutWhen(is) {
      isMoment = is;
    },
    close() {
      cut();
      server.close();
    },
  };
}

function through(target: string, address: AddressInfo | string | null): string {
  const url = new URL(target);
  url.hostname = '127.0.0.1';
  url.port = typeof address === 'object' && address !== null ? String(address.port) : url.port;
  return url.href;
}

/** A wire that is taken away after the tests. Call at the top; lay it when the address is known. */
export function useWire(): { lay(target: string): Promise<Wire>; wire(): Wire } {
  let wire: Wire | undefined;
  afterAll(() => wire?.close());
  return {
    async lay(target) {
      wire = await layWire(target);
      return wire;
    },
    wire() {
      if (wire === undefined) throw new TypeError('the wire has not been laid yet');
      return wire;
    },
  };
}
