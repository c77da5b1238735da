import type { Receipt } from '../../schemas/receipt.ts';
import { gatherHeads } from '../evidence/roots.ts';
import type {
  AuditSource,
  CoveredHead,
  InChain,
  KeptCredential,
  KeptDeliveries,
  KeptDirectory,
  KeptEvent,
  KeptFile,
  KeptHead,
  KeptLetters,
  KeptMails,
  KeptReceipt,
  KeptRecord,
  KeptReport,
  KeptSealed,
  KeptTold,
  Rows,
} from '../evidence/audit/source.ts';
import type { ChainHead, KeptRoot } from '../evidence/root-store.ts';
import { keptParts } from '../evidence/audit/case-file.ts';
import { bareReceipt } from '../evidence/receipt-digest.ts';
import { DEAD_UNTESTIFIED, type CaseChange, type Outgoing } from '../ports/records.ts';
import type { ReportOrdered } from '../reports/report-records.ts';
import type { KeptMessage } from './memory-store.ts';
import { openMemoryRoots } from './memory-roots.ts';
import { NOW, type Stage } from './stage.ts';

/** The rows of an installation, for tests to tamper with. */
export type KeptRows = {
  readonly heads: readonly KeptHead[];
  readonly records: readonly KeptRecord[];
  readonly events: readonly KeptEvent[];
  readonly receipts: readonly KeptReceipt[];
  readonly deliveries: readonly KeptDeliveries[];
  readonly mails: readonly KeptMails[];
  readonly told: readonly KeptTold[];
  readonly reports: readonly KeptReport[];
  readonly letters: readonly KeptLetters[];
  readonly sealed: readonly KeptSealed[];
  readonly directory: KeptDirectory;
  readonly credentials: readonly KeptCredential[];
  readonly roots: readonly RootRow[];
};
export type RootRow = KeptRoot & { readonly heads: readonly ChainHead[] };

/** What is kept on a stage: every record under the first root but the newest ones, all heads under the second. */
export async function rowsOn({ tables, hub }: Stage): Promise<KeptRows> {
  const records = tables.evidence;
  const cases = [...tables.cases.values()].map(({ number, chainSeq, chainHead, seq, ...file }) => ({
    chain: number,
    seq: chainSeq,
    hash: chainHead,
    events: seq,
    file: fileOf(tables, { ...file, number }),
  }));
  const systems = [...tables.heads.values()].filter(({ chain }) => chain.startsWith('system/'));
  const heads = [...cases, ...systems.map(({ chain, seq, hash }) => ({ chain, seq, hash }))];
  return {
    heads,
    records,
    events: tables.events.map(({ caseNumber, event: { content: _content, ...event }, sealed }) => ({
      chain: caseNumber,
      ...event,
      content: sealed?.digest ?? null,
      hasContent: sealed !== undefined && sealed.plain !== '',
    })),
    receipts: [...tables.messages.values()].map((message) => ({
      ...message,
      receipt: bareOf(hub, message),
      ...placeIn(message.receipt),
    })),
    mails: [...tables.mails.values()].map(({ caseNumber: chain, authority, template, end }) => ({
      chain,
      authority,
      template,
      sent: end?.state === 'sent' ? 1 : 0,
      dead: end?.state === 'dead' && end.reason !== DEAD_UNTESTIFIED ? 1 : 0,
    })),
    told: [...tables.deliveries.values()].flatMap(({ id, chain, type, about }) =>
      'authority' in about
        ? [{ id, chain, type, seq: about.seq, to: about.authority, attachments: about.attachments }]
        : [],
    ),
    reports: [...tables.orders.values()].map((order) => reportRow(tables, order)),
    letters: tables.deadLetters.map(({ chain }) => ({ chain })),
    sealed: tables.originals.map(({ caseNumber: chain, system, id }) => ({
      chain,
      kind: 'original' as const,
      what: `original ${system} ${id}`,
      isOurs: true,
    })),
    directory: { version: 0, digest: '' },
    credentials: [],
    deliveries: counted([...tables.deliveries.values()].map(markedRow)),
    roots: await rootsOver([records.filter(({ seq }) => seq === 1), heads]),
  };
}

function fileOf({ events, parts }: Stage['tables'], change: Omit<CaseChange, 'chainSeq' | 'chainHead' | 'seq'>): KeptFile {
  const { number, workflow, area, status, version, endedAt, dueAt } = change;
  const erasure = events.find(({ caseNumber, event }) => caseNumber === number && event.type === 'content.erased');
  const lines = keptParts(parts.get(number)?.parts ?? [], { workflow, area });
  return { workflow, area, status, version, endedAt, dueAt, erasedAt: erasure?.event.at, parts: lines };
} // prettier-ignore

/** As the database has it: of an erased one nothing that was told. */
function bareOf({ codec }: Stage['hub'], { receiptId, receipt, digest }: KeptMessage): string {
  const { bare } = bareReceipt(codec, receiptId, receipt);
  const { told: _told, ...erased } = bare;
  return JSON.stringify(digest === undefined ? erased : bare);
}

function reportRow({ finished }: Stage['tables'], { caseNumber: chain, ...order }: ReportOrdered): KeptReport {
  const { id, seq, authority, kind, parts, language, orderedAt } = order;
  const made = finished.get(id);
  const expiresAt = new Date(Date.parse(orderedAt) + 30 * 86_400_000).toISOString();
  const digests = made === undefined ? [] : [...made.earlier, made.sha256];
  return { chain, id, seq, authority, kind, parts, language, orderedAt, expiresAt, issuedAt: made?.issuedAt, digests };
} // prettier-ignore

function markedRow(one: Marked): KeptDeliveries {
  return {
    chain: one.chain,
    ...('authority' in one.about
      ? { system: '', authority: one.about.authority }
      : { system: one.system ?? '', authority: '' }),
    type: one.type,
    through: one.isHandedOver ? (one.system ?? '') : '',
    handedOver: Number(one.isHandedOver),
    overdue: Number(one.isOverdue),
  };
}
type Marked = Outgoing & { readonly isHandedOver: boolean; readonly isOverdue: boolean };

/** One row for all of the same chain, recipient and type. */
function counted(rows: readonly KeptDeliveries[]): readonly KeptDeliveries[] {
  const groups = new Map<string, KeptDeliveries>();
  for (const row of rows) {
    const key = [row.chain, row.system, row.authority, row.type, row.through].join(' ');
    const { handedOver = 0, overdue = 0 } = groups.get(key) ?? {};
    groups.set(key, {
      ...row,
      handedOver: row.handedOver + handedOver,
      overdue: row.overdue + overdue,
    });
  }
  return [...groups.values()];
}

/** Where a receipt says that it stands; nowhere where it is none. */
function placeIn({ evidence = { chain: '', seq: 0, hash: '' } }: Receipt) {
  return { chain: evidence.chain, seq: evidence.seq };
}

async function rootsOver(all: readonly (readonly ChainHead[])[]): Promise<readonly RootRow[]> {
  const store = openMemoryRoots();
  for (const heads of all) {
    store.add(...heads.map(({ chain, seq, hash }) => ({ chain, seq, hash })));
    await gatherHeads(store, { now: () => NOW });
  }
  const roots = await store.rootsAfter(0, all.length);
  for (const { number } of roots) await store.keepSeal(number, { signature: Buffer.from('good'), at: NOW });
  return Promise.all(
    (await store.rootsAfter(0, all.length)).map(async (root) => ({
      ...root,
      heads: await store.headsUnder(root.number),
    })),
  );
}

/** The port of an audit over these rows, three to a page. */
export function auditSourceOver(kept: KeptRows): AuditSource {
  const covered: readonly CoveredHead[] = kept.roots.flatMap(({ number, signature, heads }) =>
    heads.map(({ chain, seq, hash }) => ({
      chain,
      seq,
      hash,
      root: number,
      isSealed: signature !== undefined,
    })),
  );
  const all: readonly (readonly InChain[])[] = [
    kept.heads, kept.records, kept.events, kept.receipts, kept.deliveries, covered, kept.told, kept.reports, kept.letters, kept.sealed, kept.mails,
  ]; // prettier-ignore
  const chains = [...new Set(all.flat().map(({ chain }) => chain))].map((chain) => ({ chain }));
  return {
    chains: ordered(chains),
    heads: ordered(kept.heads),
    records: ordered(kept.records),
    events: ordered(kept.events),
    mails: ordered(kept.mails),
    told: ordered(kept.told),
    reports: ordered(kept.reports),
    letters: ordered(kept.letters),
    sealed: ordered(kept.sealed),
    isOpened: true,
    directory: async () => kept.directory,
    receipts: ordered(kept.receipts),
    deliveries: ordered(kept.deliveries),
    covered: ordered(covered),
    roots: pages(kept.roots),
    credentials: pages(kept.credentials),
    epochs: async () => [],
    headsUnder: async (root) => kept.roots.find(({ number }) => number === root)?.heads ?? [],
  };
}

type Placed = InChain & { readonly seq?: number; readonly root?: number };

function ordered<Row extends Placed>(rows: readonly Row[]): Rows<Row> {
  return pages(rows.toSorted((one, other) => compared(one, other)));
}

function compared(one: Placed, other: Placed): number {
  if (one.chain !== other.chain) return one.chain < other.chain ? -1 : 1;
  return (one.seq ?? 0) - (other.seq ?? 0) || (one.root ?? 0) - (other.root ?? 0);
}

async function* pages<Row>(rows: readonly Row[]): Rows<Row> {
  for (let at = 0; at < rows.length; at += 3) yield rows.slice(at, at + 3);
}
