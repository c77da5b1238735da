import { readFileSync } from 'node:fs';
import type { FastifyInstance } from 'fastify';
import { assemble } from '../adapters/assemble.ts';
import { certificatesIn } from '../adapters/config/certificates.ts';
import type { Config } from '../adapters/config/config.ts';
import { signingFrom } from '../adapters/config/keys.ts';
import { buildGateway } from '../gateway/app.ts';
import type { Log } from '../hub/ports.ts';
import { openSigning } from '../signing/message/open-signing.ts';
import { openVerifier } from '../signing/verifier.ts';
import { startWithBroker } from './start.ts';

export type AllInOne = { readonly httpUrl: string; readonly gateway: FastifyInstance; stop(): Promise<void> };

/** Worker and gateway in one process, for small installations: the same parts, one pool, one copy of the directory. */
export async function startAllInOne(config: Config, log: Log): Promise<AllInOne> {
  const assembled = await assemble(config, log, await openSigning(signingFrom(config)));
  const worker = await startWithBroker(assembled, config);
  const { hub, book, credentials, metrics } = assembled;
  const gateway = buildGateway({
    hub,
    book,
    credentials,
    metrics,
    asyncapi: readFileSync('docs/generated/asyncapi.json', 'utf8'),
    verifier: openVerifier(certificatesIn(config.HUB_TRUST)),
    ready: async () => worker.isConnected() && (await assembled.ready()),
    afterSettled: (news) =>
      void worker.relay.handOver(news.map(({ outgoing, now }) => ({ outgoing, known: { now } }))),
  });
  const httpUrl = await gateway.listen({ host: config.HTTP_HOST, port: config.HTTP_PORT });
  return {
    httpUrl,
    gateway,
    async stop() {
      await gateway.close();
      await worker.stop();
      await assembled.close();
    },
  };
}
