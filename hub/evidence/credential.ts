import { merge } from '../case/changes.ts';
import type { Hub } from '../hub.ts';
import { chainOfSender } from '../intake/sender.ts';
import { append } from './record.ts';

/** What has been done to a system's access; the reason stands in the record. */
export type CredentialChange =
  | 'ISSUED'
  /** Another secret beside the one before, which ends at a time that is told. */
  | 'ROTATED'
  /** The time of the one before is over. */
  | 'ENDED'
  /** All secrets at once. */
  | 'REVOKED'
  /** The same, because the system is in the directory no more. */
  | 'LEFT';

type Testified = {
  readonly system: string;
  readonly change: CredentialChange;
  /** The broker user concerned, without prefix. */
  readonly account?: string;
  /** When the secret before ends. */
  readonly until?: string;
};

export type Testifying = Pick<Hub, 'store' | 'clock'> & {
  readonly codec: Pick<Hub['codec'], 'canonical' | 'digest'>;
};

/** Testifies in the chain of the system to what is done to its access, before it is done. */
export async function testifyCredential(
  hub: Testifying,
  { system, change, account, until }: Testified,
): Promise<void> {
  const chain = chainOfSender({ system });
  await hub.store.transaction(async (unit) => {
    const head = (await unit.heads([chain])).get(chain);
    if (head === undefined) throw new TypeError(`the chain ${chain} was not locked`);
    const more = {
      ...(account === undefined ? {} : { account }),
      ...(until === undefined ? {} : { until }),
    };
    const appended = append(hub.codec, head, {
      event: 'CredentialChange',
      at: hub.clock.now(),
      reasons: [change],
      recipient: { system },
      more,
    });
    await unit.write(merge([{ evidence: [appended.record], heads: [appended.head] }]));
  });
}
