import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { hubFault } from '../../hub/faults.ts';
import type { Health } from '../../hub/health.ts';
import type { Metrics } from '../../hub/meter.ts';
import type { Config } from '../config/config.ts';

export type Operations = { readonly url: string; close(): Promise<void> };

type Parts = {
  health(): Promise<Health>;
  readonly metrics: Metrics;
};

type Answer = readonly [status: number, type: string, body: string];

const JSON_TYPE = 'application/json';

/**
 * Health and metrics for whoever runs the hub, in full, on an address that nobody else should reach. Worker, gateway and
 * both in one have the same.
 */
export async function openOperations(
  { OPERATIONS_HOST: host, OPERATIONS_PORT: wanted }: Pick<Config, 'OPERATIONS_HOST' | 'OPERATIONS_PORT'>,
  parts: Parts,
): Promise<Operations> {
  const listener: RequestListener = (request, response) => {
    void answer(parts, request.method ?? '', request.url ?? '').then(([status, type, body]) =>
      response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body),
    );
  };
  const server = createServer(listener);
  server.listen(wanted, host);
  await once(server, 'listening').catch((error: unknown) => {
    const why = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw hubFault('CONFIGURATION', `OPERATIONS_HOST and OPERATIONS_PORT cannot be listened on (${why}).`);
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : wanted;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
    async close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function answer({ health, metrics }: Parts, method: string, url: string): Promise<Answer> {
  if (method !== 'GET' && method !== 'HEAD') return json(405, { status: 'only GET is of use here' });
  const path = url.split('?')[0];
  try {
    if (path === '/health/live') return json(200, { status: 'up' });
    if (path === '/health/ready') return readiness(await health());
    if (path !== '/metrics') return json(404, { status: 'there is nothing at this address' });
    metrics.health(await health());
    const { contentType, text } = await metrics.expose();
    return [200, contentType, text];
  } catch {
    return json(500, { status: 'internal error' });
  }
}

function readiness({ isReady, complaints, ages, remarks = [] }: Health): Answer {
  return json(isReady ? 200 : 503, {
    status: isReady ? 'up' : 'unavailable',
    reasons: complaints.map(({ code, facts }) => ({ code, ...facts })),
    remarks: remarks.map(({ code, facts }) => ({ code, ...facts })),
    secondsSince: ages,
  });
}

function json(status: number, body: unknown): Answer {
  return [status, JSON_TYPE, `${JSON.stringify(body)}\n`];
}
