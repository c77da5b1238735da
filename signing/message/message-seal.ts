import { hash } from 'node:crypto';
import { hubFault } from '../../hub/faults.ts';
import type { MessageSeal } from '../../hub/ports/messages.ts';
import { sealTrouble } from '../../hub/seals.ts';
import { openKey } from '../seal/open-grade.ts';
import type { KeySource } from '../seal/open-grade.ts';
import { periodOf } from '../seal/period.ts';
import type { Seal } from '../seal/seal.ts';
import { frameOf } from './frame.ts';

/** Opens the key that signs the hub's messages: CAdES-B-B (EN 319 122-1, clause 6), apart from their content. */
export async function openMessageSeal(source: KeySource): Promise<MessageSeal> {
  return messageSealOf(await openKey(source));
}

export function messageSealOf(seal: Seal): MessageSeal {
  const { attributes, wrapped } = frameOf(seal);
  const period = periodOf(seal);
  return {
    certificates: [seal.certificate, ...seal.chain],
    async sign(content, at) {
      const why = sealTrouble(period, at);
      if (why !== undefined) throw unavailable('SEAL_NOT_VALID', why);
      const said = attributes(hash('sha256', content, 'buffer'), new Date(at));
      return wrapped(said, await signed(seal, said)).toString('base64');
    },
  };
}

async function signed(seal: Seal, bytes: Uint8Array): Promise<Uint8Array> {
  try {
    return await seal.sign(bytes);
  } catch (error) {
    // Of the key's own words only those that are ours: a token's may name what is none of a log's business.
    throw unavailable(error instanceof Error && 'code' in error ? String(error.code) : 'unknown');
  }
}

function unavailable(reason: string, why?: string) {
  return hubFault('SIGNING_UNAVAILABLE', 'a message cannot be signed', { reason, ...(why && { why }) });
}
