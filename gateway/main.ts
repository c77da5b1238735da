import { readFileSync } from 'node:fs';
import { assemble } from '../adapters/assemble.ts';
import { certificatesIn } from '../adapters/config/certificates.ts';
import { signingFrom } from '../adapters/config/keys.ts';
import { runProgram } from '../adapters/program.ts';
import { openSigning } from '../signing/message/open-signing.ts';
import { openVerifier } from '../signing/verifier.ts';
import { buildGateway } from './app.ts';

await runProgram('gateway', async (config, log) => {
  const assembled = await assemble(config, log, await openSigning(signingFrom(config)));
  const { hub, book, credentials, metrics } = assembled;
  const asyncapi = readFileSync('docs/generated/asyncapi.json', 'utf8');
  const app = buildGateway({
    hub,
    book,
    credentials,
    metrics,
    asyncapi,
    verifier: openVerifier(certificatesIn(config.HUB_TRUST)),
    ready: () => assembled.ready(),
  });
  await app.listen({ host: config.HTTP_HOST, port: config.HTTP_PORT });
  return {
    async stop() {
      await app.close();
      await assembled.close();
    },
  };
});
