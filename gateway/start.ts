import { readFileSync } from 'node:fs';
import type { FastifyInstance } from 'fastify';
import type { Assembled } from '../adapters/assemble.ts';
import { certificatesIn } from '../adapters/config/certificates.ts';
import type { Config } from '../adapters/config/config.ts';
import { httpFrom } from '../adapters/config/proxies.ts';
import { atMost } from '../hub/at-most.ts';
import { openJudging } from '../signing/judging/open-judging.ts';
import { openScoreboard } from '../adapters/areas/scoreboard.ts';
import { buildGateway } from './app.ts';
import type { GatewayDeps } from './deps.ts';
import { judgingProgram } from './judging-program.ts';

/** A request that waits for a database on a dead line is answered within this time. */
const CLOSE_WITHIN_MS = 16_000;

export type StartedGateway = {
  readonly app: FastifyInstance;
  readonly httpUrl: string;
  stop(): Promise<void>;
};

/** What is different where a worker runs beside it. */
type Beside = Pick<GatewayDeps, 'seals' | 'ready' | 'afterSettled'>;

/** A gateway that listens, with the processes in which files of strangers are judged. */
export async function startGateway(
  { hub, book, credentials, metrics }: Assembled,
  config: Config,
  beside: Beside,
): Promise<StartedGateway> {
  const roots = certificatesIn(config.HUB_TRUST) ?? [];
  const settings = { processes: config.VERIFY_PROCESSES };
  const verifier = openJudging({ program: judgingProgram(), trust: roots, settings, meter: metrics });
  const http = httpFrom(config);
  const asyncapi = readFileSync('docs/generated/asyncapi.json', 'utf8');
  const counting = { scoreboard: openScoreboard(config.HUB_SCOREBOARD), timeZone: config.HUB_TIME_ZONE };
  const given = { hub, book, credentials, metrics, counting, http, asyncapi, verifier, roots };
  const app = buildGateway({ ...given, ...beside });
  const httpUrl = await app.listen({ host: config.HTTP_HOST, port: config.HTTP_PORT });
  return {
    app,
    httpUrl,
    async stop() {
      await atMost(CLOSE_WITHIN_MS, app.close());
      verifier.close();
    },
  };
}
