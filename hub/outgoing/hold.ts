import type { NationalSystem } from '../../domain/directory/authority.ts';
import type { Hub } from '../hub.ts';
import { instantLater } from '../instant.ts';
import type { Outgoing } from '../ports/records.ts';

/** What has waited for longer was left by a process that died, or by a broker that was away. */
const HOLD_MS = 5000;

/**
 * Who writes a delivery hands it over at once; for so long no sweep takes it for left behind. What a system fetches itself
 * is held by nobody.
 */
export function held(
  { clock }: Pick<Hub, 'clock'>,
  system: NationalSystem | undefined,
): Pick<Outgoing, 'heldUntil'> {
  if (system === undefined || system.channel === 'http') return {};
  return { heldUntil: instantLater(clock.now(), HOLD_MS) };
}
