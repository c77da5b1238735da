import type { PreparedHub } from '../../scripts/training/hub.ts';
import { keptId } from '../support/kept-id.ts';
import type { Tables } from '../support/tables.ts';
import { verifyChainsNow } from '../support/chains.ts';
import type { Ledger, Sent } from './ledger.ts';

/** One promise of the hub, and how it was kept. */
export type Finding = {
  readonly promise: string;
  readonly count: number;
  readonly broken: readonly string[];
};

/** Holds what the systems have seen against what the hub has stored. */
export async function verify(
  ledger: Ledger,
  { hub, tables }: { readonly hub: Pick<PreparedHub, 'config'>; readonly tables: Tables },
): Promise<readonly Finding[]> {
  const named = namesIn(ledger, hub);
  const kept = await tables.rows<Stored>('SELECT system, id, outcome, receipt_id FROM message');
  const stored = kept.map(named);
  const effects = await tables.rows<Effect>(
    `SELECT m.system, m.id FROM evidence e LEFT JOIN message m
       ON e.chain = m.receipt::jsonb->'evidence'->>'chain' AND e.seq = (m.receipt::jsonb->'evidence'->>'seq')::int
     WHERE e.kind = 'SubmissionAcceptance'`,
  );
  const deliveries = await tables.rows<Delivered>('SELECT id, system, handed_over FROM delivery');
  const cases = await tables.rows<{ number: string; status: string }>('SELECT number, status FROM case_file');
  const letters = await tables.rows<{ id: string; reason: string }>('SELECT id, reason FROM dead_letter');
  const chains = await verifyChainsNow(tables.client);
  return [
    receipts(ledger, stored),
    effectsOnce(ledger, effects.map(named)),
    strangers(ledger, stored),
    arrivals(ledger, deliveries),
    sameBodies(ledger),
    finding('a case for every request, closed in the end', cases.length, [
      ...cases.filter(({ status }) => status !== 'closed').map(({ number, status }) => `${number} ${status}`),
      ...differ('cases', cases.length, opened(ledger)),
    ]),
    finding(
      'nothing waits in the outbox',
      deliveries.length,
      deliveries.filter((one) => one.handed_over === null).map(({ id }) => id),
    ),
    finding(
      'no dead letters',
      letters.length,
      letters.map(({ id, reason }) => `${id} ${reason}`),
    ),
    finding(`every chain verifies (${chains.records} records)`, chains.chains, chains.problems),
  ];
}

/** Messages lie under ids that the hub alone can make: here they get those that their systems gave them. */
function namesIn({ sent }: Ledger, hub: Pick<PreparedHub, 'config'>) {
  const names = new Map(
    [...sent.keys()].map((key) => {
      const [system = '', id = ''] = key.split(' ');
      return [keptId(hub, system, id), id] as const;
    }),
  );
  return <Row extends { readonly id: string }>(row: Row): Row => ({
    ...row,
    id: names.get(row.id) ?? row.id,
  });
}

type Stored = {
  readonly system: string;
  readonly id: string;
  readonly outcome: string;
  readonly receipt_id: string;
};
type Effect = { readonly system: string; readonly id: string };
type Delivered = { readonly id: string; readonly system: string; readonly handed_over: Date | null };

function finding(promise: string, count: number, broken: readonly string[]): Finding {
  return { promise, count, broken };
}

/** Where a process died just before it acknowledged a message, that is taken for repeated: its receipt comes again, marked. */
function receipts({ sent, received }: Ledger, stored: readonly Stored[]): Finding {
  const rows = new Map(stored.map((row) => [`${row.system} ${row.id}`, row]));
  const got = new Map<string, Map<string, string>>();
  for (const [system, all] of received) {
    for (const { message } of all.filter((one) => one.message.type === 'receipt')) {
      const key = `${system} ${answered(message.data)}`;
      got.set(key, (got.get(key) ?? new Map()).set(message.id, message.duplicate ?? 'first'));
    }
  }
  const broken = [...sent].flatMap(([key, { deserves }]) => {
    const [row, ids] = [rows.get(key), got.get(key) ?? new Map()];
    const firsts = [...ids].flatMap(([id, mark]) => (mark === 'first' ? [id] : []));
    const isRight = firsts.length === 1 && firsts[0] === row?.receipt_id && row?.outcome === deserves;
    return isRight ? [] : [`${key}: ${row?.outcome ?? 'unknown'}, receipts ${[...ids].join('; ') || 'none'}`];
  });
  return finding('every message has exactly one first receipt, the right one', sent.size, broken);
}

function answered(data: unknown): string {
  return typeof data === 'object' && data !== null && 'message' in data ? String(data.message) : '';
}

function effectsOnce({ sent }: Ledger, effects: readonly Effect[]): Finding {
  const counts = new Map<string, number>();
  for (const { system, id } of effects)
    counts.set(`${system} ${id}`, (counts.get(`${system} ${id}`) ?? 0) + 1);
  const broken = [...sent].flatMap(([key, { deserves }]) =>
    differ(key, counts.get(key) ?? 0, deserves === 'accepted' ? 1 : 0),
  );
  const unknown = [...counts.keys()].filter((key) => !sent.has(key));
  return finding('every accepted message has exactly one effect, every refused one none', effects.length, [
    ...broken,
    ...unknown.map((key) => `${key}: an effect of a message that nobody has sent`),
  ]);
}

function strangers({ sent }: Ledger, stored: readonly Stored[]): Finding {
  const unknown = stored.map(({ system, id }) => `${system} ${id}`).filter((key) => !sent.has(key));
  return finding('nothing was answered that nobody has sent', stored.length, unknown);
}

function arrivals({ received }: Ledger, deliveries: readonly Delivered[]): Finding {
  const arrived = new Set(
    [...received].flatMap(([system, all]) => all.map(({ message }) => `${system} ${message.id}`)),
  );
  const promised = new Set(deliveries.map(({ system, id }) => `${system} ${id}`));
  return finding('every delivery arrived, and nothing else', deliveries.length, [
    ...[...promised].filter((key) => !arrived.has(key)).map((key) => `${key} has not arrived`),
    ...[...arrived].filter((key) => !promised.has(key)).map((key) => `${key} was never promised`),
  ]);
}

/** To the byte, apart from the signature, which is made anew each time. */
function sameBodies({ received }: Ledger): Finding {
  const bodies = new Map<string, string>();
  const broken: string[] = [];
  for (const [system, all] of received) {
    for (const { message, text } of all) {
      const key = `${system} ${message.id}`;
      if ((bodies.get(key) ?? text) !== text) broken.push(`${key} ${message.type} has come with two bodies`);
      bodies.set(key, text);
    }
  }
  const total = [...received.values()].reduce((sum, all) => sum + all.length, 0);
  return finding('a delivery that came again was the same, but for its signature', total, broken);
}

function opened({ sent }: Ledger): number {
  return [...sent.values()].filter(isOpening).length;
}

function isOpening({ type, deserves }: Sent): boolean {
  return type === 'request.send' && deserves === 'accepted';
}

function differ(what: string, found: number, expected: number): readonly string[] {
  return found === expected ? [] : [`${what}: ${found} instead of ${expected}`];
}
