import { randomUUID } from 'node:crypto';
import { isOfForm } from '../intake/sender.ts';
import { withoutContent } from '../intake/erased-receipt.ts';
import { keyOfMessage, type MessageKey, type StoredEvent } from '../ports/records.ts';
import { eraseUploads } from './memory-documents.ts';
import { eraseMails } from './memory-mails.ts';
import type { Tables } from './memory-store.ts';

/** Erasure in memory: the same rows as in the database, less what goes there by itself with the key. */

export function eraseCase(tables: Tables, number: string): void {
  tables.erased.add(number);
  eraseMails(tables, number);
  eraseUploads(tables, number);
  const events = tables.events.map((one) => (one.caseNumber === number ? withoutWords(one) : one));
  tables.events.splice(0, Infinity, ...events);
  const originals = tables.originals.filter(({ caseNumber }) => caseNumber !== number);
  tables.originals.splice(0, Infinity, ...originals);
  for (const key of tables.blobs.keys()) if (key.startsWith(`${number} `)) tables.blobs.delete(key);
  for (const report of tables.finished.values())
    if (report.caseNumber === number)
      tables.finished.set(report.id, { ...report, isDeleted: true, bytes: new Uint8Array() });
  for (const { id, chain, system = '', type, about, isHandedOver } of tables.deliveries.values()) {
    if (chain !== number) continue;
    if ('messageId' in about) forget(tables, { system, id: about.messageId });
    if (isHandedOver || 'messageId' in about || type === 'report.issued') tables.deliveries.delete(id);
  }
  // Receipts of what was filled in are not delivered.
  const forms = [...tables.messages.values()].filter(
    ({ caseNumber, system }) => caseNumber === number && isOfForm(system),
  );
  for (const message of forms) forget(tables, message);
}

function withoutWords({ caseNumber, event: { content: _content, ...event }, sealed }: StoredEvent): StoredEvent {
  const digest = sealed === undefined ? {} : { sealed: { plain: '', digest: sealed.digest } };
  return { caseNumber, event, ...digest };
} // prettier-ignore

export function eraseStrays(tables: Tables, before: string) {
  const strays = [...tables.messages.values()].filter(
    ({ caseNumber, digest, receivedAt }) =>
      caseNumber === undefined && digest !== undefined && receivedAt < before,
  );
  for (const message of strays) {
    forget(tables, message);
    for (const { id, system, about } of tables.deliveries.values())
      if (system === message.system && 'messageId' in about && about.messageId === message.id)
        tables.deliveries.delete(id);
  }
  const letters = tables.deadLetters.filter(({ diedAt }) => diedAt >= before);
  const gone = tables.deadLetters.length - letters.length;
  tables.deadLetters.splice(0, Infinity, ...letters);
  return { messages: strays.length, letters: gone };
}

function forget({ messages }: Tables, key: MessageKey): void {
  const found = messages.get(keyOfMessage(key));
  if (found === undefined) return;
  messages.delete(keyOfMessage(key));
  const { digest: _digest, ...message } = found;
  const left = withoutContent(found, `erased:${randomUUID()}`);
  const kept = { ...message, ...left, receiptId: randomUUID() };
  messages.set(keyOfMessage(kept), kept);
}
