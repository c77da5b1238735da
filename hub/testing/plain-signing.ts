import type { MessageSigning } from '../hub.ts';
import { sha256 } from './plain-codec.ts';

/** Signatures that anybody can make and see through, with names for certificates: enough for the hub's own tests. */
export function plainSigning(signsEverything = false): MessageSigning {
  return {
    signsEverything,
    signatures: {
      check({ content, signature, certificates }) {
        const [digest, by = ''] = Buffer.from(signature, 'base64').toString().split(' by ');
        if (!certificates.includes(by)) return { code: 'SIGNATURE_UNREGISTERED' };
        return digest === sha256(content) ? undefined : { code: 'SIGNATURE_INVALID', reason: 'other bytes' };
      },
    },
    seal: { sign: async (content) => plainSignature(content, 'the hub'), certificates: [] },
  };
}

export function plainSignature(content: string, by: string): string {
  return Buffer.from(`${sha256(content)} by ${by}`).toString('base64');
}
