import { gatherHeads } from '../evidence/roots.ts';
import type {
  AuditSource,
  CoveredHead,
  InChain,
  KeptDeliveries,
  KeptEvent,
  KeptHead,
  KeptReceipt,
  Rows,
} from '../evidence/audit/source.ts';
import type { ChainHead, KeptRoot } from '../evidence/root-store.ts';
import type { EvidenceRecord, Outgoing } from '../ports.ts';
import { openMemoryRoots } from './memory-roots.ts';
import { NOW, type Stage } from './stage.ts';

/** The rows of an installation, for tests to tamper with. */
export type KeptRows = {
  readonly heads: readonly KeptHead[];
  readonly records: readonly EvidenceRecord[];
  readonly events: readonly KeptEvent[];
  readonly receipts: readonly KeptReceipt[];
  readonly deliveries: readonly KeptDeliveries[];
  readonly roots: readonly RootRow[];
};
export type RootRow = KeptRoot & { readonly heads: readonly ChainHead[] };

/** What is kept on a stage: every record under the first root but the newest ones, all heads under the second. */
export async function rowsOn({ tables }: Stage): Promise<KeptRows> {
  const records = tables.evidence;
  const cases = [...tables.cases.values()].map(({ number, chainSeq, chainHead, seq }) => ({
    chain: number,
    seq: chainSeq,
    hash: chainHead,
    events: seq,
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
    })),
    receipts: [...tables.messages.values()].map((message) => ({ ...message, ...placeIn(message.receipt) })),
    deliveries: counted([...tables.deliveries.values()].map(markedRow)),
    roots: await rootsOver([records.filter(({ seq }) => seq === 1), heads]),
  };
}

function markedRow(one: Marked): KeptDeliveries {
  return {
    chain: one.chain,
    system: one.system,
    authority: 'authority' in one.about ? one.about.authority : '',
    type: one.type,
    handedOver: Number(one.isHandedOver),
    overdue: Number(one.isOverdue),
    isRepeated: one.duplicate,
  };
}
type Marked = Outgoing & { readonly isHandedOver: boolean; readonly isOverdue: boolean };

/** One row for all of the same chain, recipient and type. */
function counted(rows: readonly KeptDeliveries[]): readonly KeptDeliveries[] {
  const groups = new Map<string, KeptDeliveries>();
  for (const row of rows) {
    const key = [row.chain, row.system, row.authority, row.type].join(' ');
    const { handedOver = 0, overdue = 0, isRepeated = false } = groups.get(key) ?? {};
    groups.set(key, {
      ...row,
      handedOver: row.handedOver + handedOver,
      overdue: row.overdue + overdue,
      isRepeated: row.isRepeated || isRepeated,
    });
  }
  return [...groups.values()];
}

/** Where a receipt says that it stands; nowhere where it is none. */
export function placeIn(receipt: string): { readonly chain: string; readonly seq: number } {
  const { evidence = { chain: '', seq: 0 } } = JSON.parse(receipt);
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
    kept.heads, kept.records, kept.events, kept.receipts, kept.deliveries, covered,
  ]; // prettier-ignore
  const chains = [...new Set(all.flat().map(({ chain }) => chain))].map((chain) => ({ chain }));
  return {
    chains: ordered(chains),
    heads: ordered(kept.heads),
    records: ordered(kept.records),
    events: ordered(kept.events),
    receipts: ordered(kept.receipts),
    deliveries: ordered(kept.deliveries),
    covered: ordered(covered),
    roots: pages(kept.roots),
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
