import type { Broker } from '../adapters/amqp/broker.ts';
import { WITNESS } from '../adapters/amqp/topology.ts';
import type { Assembled } from '../adapters/assemble.ts';
import { openHoldings } from '../adapters/store/holdings.ts';
import { contradiction } from '../hub/epoch/loss.ts';
import type { TellWitness, Witness } from '../hub/epoch/witness.ts';

const PREFETCH = 100;

type Parts = Pick<Assembled, 'hub' | 'epochs' | 'pool'>;

/** A database that lacks what was witnessed, or in which a later epoch is not known, stops the start. */
export async function demandNothingLost(
  { epochs, pool }: Parts,
  witnesses: readonly Witness[],
): Promise<void> {
  const { epoch } = epochs.current();
  const why = await contradiction(witnesses, { epoch, holdings: openHoldings(pool) });
  if (why !== undefined) await epochs.doubt(why);
}

/**
 * Compares the database with what was witnessed of it; from then on tells the broker what is written there, and hears whether
 * the hub goes on elsewhere.
 */
export async function bearWitness(parts: Parts, broker: Broker): Promise<TellWitness> {
  const { hub, epochs, pool } = parts;
  await demandNothingLost(parts, await broker.witnesses());
  const tell: TellWitness = (written) =>
    broker.testify({ ...epochs.current(), at: hub.clock.now(), ...written });
  // What is read at a start reaches only so far back.
  tell(await openHoldings(pool).newest());
  epochs.tellTo(tell);
  await broker.consume({
    queue: WITNESS.name,
    topology: { queues: [WITNESS], bindings: [] },
    prefetch: PREFETCH,
    arguments: { 'x-stream-offset': 'next' },
    take({ message, acknowledge }) {
      acknowledge();
      // What is wrong is kept and told there.
      epochs.heed(Number(message.properties.type)).catch(() => undefined);
    },
  });
  return tell;
}
