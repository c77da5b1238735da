import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { choosePorts, isListening } from './ports.ts';
import { defaultPorts } from './state.ts';

let server: Server | undefined;

async function occupy(): Promise<number> {
  server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

afterEach(() => server?.close());

describe('the ports of the private services', () => {
  it('move up when somebody else listens there', async () => {
    const taken = await occupy();
    const { amqp } = await choosePorts({ ...defaultPorts, amqp: taken }, []);
    expect(amqp).toBeGreaterThan(taken);
    expect(await isListening(amqp)).toBe(false);
  });

  it('stay when it is our own service that listens there', async () => {
    const taken = await occupy();
    expect((await choosePorts({ ...defaultPorts, amqp: taken }, ['amqp'])).amqp).toBe(taken);
  });

  it('lie below those that the kernel lends to outgoing connections', () => {
    expect(Math.max(...Object.values(defaultPorts))).toBeLessThan(32_768 - 100);
  });
});
