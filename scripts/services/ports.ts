import { connect, createServer } from 'node:net';
import type { Ports } from './state.ts';

/** Keeps the ports of what runs and those still free; every other moves upwards to the next free one. */
export async function choosePorts(wanted: Ports, running: readonly (keyof Ports)[]): Promise<Ports> {
  const chosen: Record<keyof Ports, number> = { ...wanted };
  for (const name of Object.keys(chosen) as (keyof Ports)[]) {
    if (!running.includes(name)) chosen[name] = await freePort(wanted[name]);
  }
  return chosen;
}

/** The defaults lie 100 apart, so that no two of ours ever meet. */
async function freePort(wanted: number): Promise<number> {
  for (let port = wanted; port < wanted + 99; port += 1) if (await isFree(port)) return port;
  throw new Error(`no free port between ${wanted} and ${wanted + 99} on 127.0.0.1`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => probe.close(() => resolve(true)));
  });
}

export function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.once('error', () => resolve(false));
    socket.once('connect', () => {
      resolve(true);
      socket.destroy();
    });
  });
}
