import { hash } from 'node:crypto';
import { keyOfSender } from '../../intake/sender.ts';
import type { EvidenceRecord } from '../../ports/records.ts';
import type { DossierChain } from '../../../schemas/dossier.ts';

/** The components of a record's body that say whom it concerns, and what of. */
export type Said = {
  readonly senderDetails?: {
    readonly system?: string;
    readonly person?: string;
    readonly authority?: string;
  };
  readonly recipientDetails?: { readonly system?: string; readonly authority?: string };
  readonly userContentInfo?: { readonly digestValue: string };
};

export function saidIn({ body }: Pick<EvidenceRecord, 'body'>): Said {
  const said: Said = JSON.parse(body);
  return said;
}

export type Whom = { readonly authority: string; readonly system: string };

/** As whom its messages are remembered: its system, and the persons who have acted for it in the case. */
export function sendersFor(
  records: readonly Pick<EvidenceRecord, 'body'>[],
  { authority, system }: Whom,
): readonly string[] {
  const persons = records.flatMap((record) => {
    const { senderDetails: sender } = saidIn(record);
    const isTheirs = sender?.authority === authority && sender.person !== undefined;
    return isTheirs ? [keyOfSender({ person: sender.person })] : [];
  });
  return [...new Set([system, ...persons])];
}

/**
 * A chain as one authority may see it: in full what it has sent or been sent, and what the hub did for it. Of everything else
 * only that there is a record: it may be an internal matter of the other side.
 */
export function disclose(records: readonly EvidenceRecord[], reader: Whom): DossierChain['records'] {
  return records.map((record) => {
    const { seq, prev, body } = record;
    const shown = concerns(record, reader) ? { body } : {};
    return { seq, prev, hash: record.hash, content: hash('sha256', body, 'hex'), ...shown };
  });
}

function concerns(record: EvidenceRecord, { authority, system }: Whom): boolean {
  const { senderDetails: sender, recipientDetails: recipient } = saidIn(record);
  // Who a receipt goes to is a system; which authority it speaks for is said where the message itself is recorded.
  const isOwnReceipt = recipient !== undefined && recipient.authority === undefined;
  if (isOwnReceipt) return recipient.system === system;
  return sender?.authority === authority || recipient?.authority === authority;
}
