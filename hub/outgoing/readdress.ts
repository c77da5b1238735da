import { defined } from '../../domain/kernel/optional.ts';
import type { Hub } from '../hub.ts';

/**
 * News are for an authority; which system they go to, the newest directory says: also for what waits already, because nobody
 * spoke for the authority, or another system did. Answers for how many deliveries there is no system.
 */
export async function readdress({ store, directory }: Pick<Hub, 'store' | 'directory'>): Promise<number> {
  const { version, systemOf } = directory.current();
  const waiting = await store.recipients();
  const placed = waiting.map((one) => ({ ...one, to: systemOf.get(one.authority)?.id }));
  const moves = placed
    .filter(({ system, to }) => system !== to)
    .map(({ authority, system, to }) => ({ authority, ...defined('from', system), ...defined('to', to) }));
  if (moves.length > 0) await store.readdress(moves, version);
  return placed.filter(({ to }) => to === undefined).reduce((sum, { count }) => sum + count, 0);
}
