import type { Instant } from '../../domain/kernel/workflow.ts';
import { append, type Testimony } from '../evidence/record.ts';
import type { ChainHead, EvidenceRecord } from '../ports/records.ts';
import type { Codec } from '../ports/messages.ts';
import type { Loss } from './loss.ts';

/** The chain that tells of epochs; no case and no system can be called so. */
export const EPOCHS = 'hub/epochs';

export type OpenedEpoch = {
  readonly number: number;
  readonly at: Instant;
  /** The newest root that is left; 0 for none. */
  readonly lastRoot: number;
  readonly lost: Loss;
};

/** The record by which evidence tells that an epoch was opened, and what was lost before. */
export function testifyEpoch(
  codec: Pick<Codec, 'canonical' | 'digest'>,
  head: ChainHead,
  { number: epoch, at, lastRoot, lost }: OpenedEpoch,
): { readonly record: EvidenceRecord; readonly head: ChainHead } {
  const more = {
    command: 'epoch.open',
    epoch,
    lastRoot,
    lost: {
      digest: codec.digest(lost),
      chains: lost.chains.length,
      roots: lost.roots.map(({ number }) => number),
    },
  };
  const testimony: Testimony = { event: 'HubAction', at, more };
  return append(codec, head, testimony);
}
