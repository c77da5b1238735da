import type { Format } from '../../domain/directory/authority.ts';
import type { Message } from '../../domain/kernel/message.ts';
import type { Hub } from '../hub.ts';

/**
 * A message as it leaves the hub; its canonical form without the signature, and the SHA-256 of that, by which the evidence
 * knows it.
 */
export type Finished = { readonly message: Message; readonly digest: string; readonly canonical: string };

/**
 * The last station of every message that goes out, to whatever place: a receipt is signed always, another message where
 * the hub signs everything. While the key is away this throws, and the delivery waits in the outbox.
 */
export async function finished(hub: Hub, message: Message): Promise<Finished> {
  const { canonical, digest } = hub.codec.canonicalWithDigest(message);
  const { seal, signsEverything } = hub.signing;
  if (message.type !== 'receipt' && !signsEverything) return { message, digest, canonical };
  const signature = await seal.sign(canonical, hub.clock.now());
  return { message: { ...message, signature }, digest, canonical };
}

/** As it goes out. Without a signature its canonical form is JSON like any other, and has been written already. */
export function bytesOf({ codec }: Hub, { message, canonical }: Finished, format: Format): Uint8Array {
  return format === 'json' && message.signature === undefined
    ? Buffer.from(canonical)
    : codec.encode(message, format);
}
