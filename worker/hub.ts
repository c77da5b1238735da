import { assemble, type Assembled } from '../adapters/assemble.ts';
import type { Config } from '../adapters/config/config.ts';
import { signingFrom } from '../adapters/config/keys.ts';
import { openOperations } from '../adapters/operations/listener.ts';
import type { Health } from '../hub/health.ts';
import type { Log } from '../hub/ports/surroundings.ts';
import { CATALOGUE } from '../schemas/catalogue.ts';
import { openSigning } from '../signing/message/open-signing.ts';

/** What a program adds to the hub: taking from the broker, answering over HTTP, or both. */
export type Part = {
  /** Whether its work goes on. */
  health(): Promise<Health>;
  stop(): Promise<void>;
};

export type Running<P extends Part> = P & { readonly operationsUrl: string };

/** The hub with its adapters, and the key for its messages. */
export async function openHub(config: Config, log: Log, catalogue = CATALOGUE): Promise<Assembled> {
  return assemble(config, log, { signing: await openSigning(signingFrom(config)), catalogue });
}

/** A program of the hub: the hub, its part, and health and metrics for whoever runs it; they end in the other order. */
export async function startHub<P extends Part>(
  config: Config,
  log: Log,
  begin: (assembled: Assembled) => Promise<P>,
): Promise<Running<P>> {
  const assembled = await openHub(config, log);
  const part = await begin(assembled).catch(async (error: unknown) => {
    await assembled.close();
    throw error;
  });
  const operations = await openOperations(config, { health: part.health, metrics: assembled.metrics });
  return {
    ...part,
    operationsUrl: operations.url,
    async stop() {
      await part.stop();
      await operations.close();
      await assembled.close();
    },
  };
}
