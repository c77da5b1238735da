import type { MessageSigning } from '../../hub/hub.ts';
import type { KeySource } from '../seal/open-grade.ts';
import { openSignatures } from './check-signature.ts';
import { openMessageSeal } from './message-seal.ts';

type Source = { readonly key: KeySource; readonly signsEverything: boolean };

/** Signatures on messages, both ways, for whoever puts a hub together. */
export async function openSigning({ key, signsEverything }: Source): Promise<MessageSigning> {
  return { signatures: openSignatures(), seal: await openMessageSeal(key), signsEverything };
}
