import { withoutContent } from '../../hub/intake/erased-receipt.ts';
import { bareReceipt, type BareReceipt, type Told } from '../../hub/evidence/receipt-digest.ts';
import type { MessageKey, SeenMessage, StoredMessage } from '../../hub/ports/records.ts';
import type { Receipt } from '../../schemas/receipt.ts';
import { CANONICAL } from '../codecs/canonical.ts';
import type { Macs } from './macs.ts';
import type { Vault } from './vault.ts';

export type Secrets = { readonly vault: Vault; readonly macs: Macs };

/** A row of `message` as it is written: nothing that its sender has chosen or written stands there in clear. */
export type MessageRow = {
  readonly system: string;
  readonly id: string;
  readonly digest: Buffer | null;
  readonly receivedAt: string;
  readonly outcome: string;
  readonly caseNumber: string | null;
  readonly receipt: string;
  readonly receiptId: string;
  readonly sealed: Buffer;
};

/** And as it is read. */
export type ReadMessage = {
  readonly system: string;
  readonly id: string;
  readonly digest: Buffer | null;
  readonly received_at: Date;
  readonly outcome: string;
  readonly case_number: string | null;
  readonly receipt: string;
  readonly receipt_id: string;
  readonly sealed: Buffer;
};
export const MESSAGE_COLUMNS = ['system', 'id', 'digest', 'received_at', 'outcome', 'case_number', 'receipt', 'receipt_id', 'sealed']; // prettier-ignore

/** What is sealed of a message: its id, and what its receipt tells. Nothing once it is erased. */
type Sealed = { readonly id?: string; readonly told?: Told };

/**
 * An id as it is kept. People put names into ids, and ids outlive the erasure: so kept is what the hub alone can make of one.
 * No sender's id begins like that.
 */
export function idKept(macs: Macs, { system, id }: MessageKey): string {
  return isKept(id) ? id : macs.ofId(system, id);
}

function isKept(id: string): boolean {
  return /^#[\w-]{43}$/.test(id);
}

export function messageRow(secrets: Secrets, message: StoredMessage): MessageRow {
  const { system, id, receivedAt, outcome, caseNumber = null, receiptId } = message;
  const { bare, told } = bareReceipt(CANONICAL, receiptId, message.receipt);
  const row = {
    system,
    id: idKept(secrets.macs, message),
    digest: Buffer.from(message.digest, 'hex'),
    receivedAt,
    outcome,
    caseNumber,
    receipt: JSON.stringify(bare),
    receiptId,
  };
  return sealedRow(secrets, row, { id, told });
}

/** All that stands beside is authenticated with what is sealed: a row that was changed or moved does not open. */
function sealedRow({ vault }: Secrets, row: Omit<MessageRow, 'sealed'>, sealed: Sealed): MessageRow {
  return { ...row, sealed: vault.sealMaster(Buffer.from(JSON.stringify(sealed)), placeOf(row)) };
}

function placeOf(row: Omit<MessageRow, 'sealed'>): string {
  const { system, id, digest, receivedAt, outcome, caseNumber, receipt, receiptId } = row;
  const fields = [system, id, digest?.toString('hex') ?? null, receivedAt, outcome, caseNumber, receipt, receiptId];
  return `message/${JSON.stringify(fields)}`;
} // prettier-ignore

function rowFrom(read: ReadMessage): MessageRow {
  const { received_at: receivedAt, case_number: caseNumber, receipt_id: receiptId, ...row } = read;
  return { ...row, receivedAt: receivedAt.toISOString(), caseNumber, receiptId };
}

function openedFrom({ vault }: Secrets, row: MessageRow): Sealed | undefined {
  const plain = vault.openMaster(row.sealed, placeOf(row));
  return plain === undefined ? undefined : (JSON.parse(plain.toString()) as Sealed);
}

/** Whether the row is as the hub wrote it. */
export function opens(secrets: Secrets, read: ReadMessage): boolean {
  return openedFrom(secrets, rowFrom(read)) !== undefined;
}

/** A message as the hub remembers it, asked for by its own id; nothing where the row is not as the hub wrote it. */
export function seenFrom(secrets: Secrets, read: ReadMessage, id: string): SeenMessage | undefined {
  const row = rowFrom(read);
  const sealed = openedFrom(secrets, row);
  if (sealed === undefined) return undefined;
  const { told: _digest, ...bare }: BareReceipt = JSON.parse(row.receipt);
  // After the erasure the name of a message is known from its repetition only.
  const receipt = { message: id.replace(/#[0-9a-f]{16}$/, ''), ...sealed.told, ...bare };
  return {
    receiptId: row.receiptId,
    receipt,
    ...(row.digest === null ? {} : { digest: row.digest.toString('hex') }),
    ...(row.caseNumber === null ? {} : { caseNumber: row.caseNumber }),
  };
}

/**
 * What is left of a message: its id as it is kept, so that a repeat is recognised, and what of the receipt tells nothing of
 * it. A row that is not as the hub wrote it loses the same.
 */
export function erasedRow(
  secrets: Secrets,
  read: ReadMessage,
  { instead, receiptId }: { readonly instead: string; readonly receiptId: string },
): MessageRow {
  const row = rowFrom(read);
  const { id = row.id, told } = openedFrom(secrets, row) ?? {};
  const { told: _digest, ...bare }: BareReceipt = JSON.parse(row.receipt);
  const whole: Receipt = { message: id, ...told, ...bare };
  const left = withoutContent({ id, receipt: whole }, instead);
  const { message: _name, ...receipt } = left.receipt;
  const { system } = row;
  const kept = { ...row, id: idKept(secrets.macs, { system, id: left.id }), digest: null, receiptId };
  return sealedRow(secrets, { ...kept, receipt: JSON.stringify(receipt) }, {});
}
