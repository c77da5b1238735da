import { createServer } from 'node:http';
import { assemble } from '../adapters/assemble.ts';
import { signingFrom } from '../adapters/config/keys.ts';
import { runProgram } from '../adapters/program.ts';
import { openSigning } from '../signing/message/open-signing.ts';
import { startWithBroker } from './start.ts';

await runProgram('worker', async (config, log) => {
  const assembled = await assemble(config, log, await openSigning(signingFrom(config)));
  const worker = await startWithBroker(assembled, config);
  // Health and metrics only: whoever watches the worker needs no more of HTTP than this.
  const health = createServer((request, response) => {
    void answer(request.url ?? '').then(([status, type, body]) =>
      response.writeHead(status, { 'content-type': type }).end(body),
    );
  });
  async function answer(path: string): Promise<readonly [number, string, string]> {
    if (path === '/health/live') return [200, 'text/plain', 'ok\n'];
    if (path === '/health/ready') {
      const ready = worker.isConnected() && (await assembled.ready());
      return ready ? [200, 'text/plain', 'ok\n'] : [503, 'text/plain', 'not ready\n'];
    }
    if (path !== '/metrics') return [404, 'text/plain', 'not found\n'];
    const { contentType, text } = await assembled.metrics.expose();
    return [200, contentType, text];
  }
  health.listen(config.WORKER_HTTP_PORT, config.HTTP_HOST);
  return {
    async stop() {
      await worker.stop();
      health.close();
      await assembled.close();
    },
  };
});
