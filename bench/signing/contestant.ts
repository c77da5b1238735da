import type { AuthorityMessage } from '../../signing/training/authority-process.ts';
import { CONTESTANTS } from './contestants.ts';
import type { Name, Run, Work } from './contestants.ts';

/** One contestant in a process of its own: opened by the first word of its parent, then a round for each order. */
export type Opening = { readonly name: Name; readonly authority: AuthorityMessage };
export type Order = { readonly reports: number };

/** Microseconds a report, of clock and of processor: this process with all its threads. */
export type Price = { readonly wall: number; readonly cpu: number };

export type Made = {
  readonly whole: Price;
  /** Of the same reports, not sealed. */
  readonly plain?: Price;
  /** What sealing adds, turn by turn: microseconds of processor a report. */
  readonly added: readonly number[];
  readonly bytes: number;
  /** Microseconds of the whole round. */
  readonly spent: Price;
};

/** Whole and plain take turns as short as this, so that what disturbs the one disturbs the other. */
const TURN = 20;

process.once('message', (opening: Opening) => {
  void open(opening);
});
process.once('disconnect', () => process.exit());

async function open({ name, authority }: Opening): Promise<void> {
  const work = await CONTESTANTS[name].open(authority);
  process.on('message', (order: Order) => {
    void obey(work, order);
  });
  process.send?.('open');
}

async function obey(work: Work, order: Order): Promise<void> {
  process.send?.((await made(work, order)) satisfies Made);
}

async function made({ whole, plain }: Work, { reports }: Order): Promise<Made> {
  if (plain === undefined) {
    const { spent, bytes } = await clocked(whole, reports);
    return { whole: each(spent, reports), added: [], bytes, spent };
  }
  const turns = [];
  for (let at = 0; at < reports; at += TURN) turns.push(await oneTurn(whole, plain, (at / TURN) % 2 === 0));
  const sealed = sum(turns.map((turn) => turn.whole.spent));
  const rendered = sum(turns.map((turn) => turn.plain.spent));
  return {
    whole: each(sealed, reports),
    plain: each(rendered, reports),
    added: turns.map((turn) => (turn.whole.spent.cpu - turn.plain.spent.cpu) / TURN),
    bytes: turns[0]?.whole.bytes ?? 0,
    spent: sum([sealed, rendered]),
  };
}

/** Each goes first as often as the other, for each pays some of what the one before left behind. */
async function oneTurn(whole: Run, plain: Run, isWholeFirst: boolean) {
  if (isWholeFirst) return { whole: await clocked(whole, TURN), plain: await clocked(plain, TURN) };
  const rendered = await clocked(plain, TURN);
  return { whole: await clocked(whole, TURN), plain: rendered };
}

async function clocked(
  run: Run,
  reports: number,
): Promise<{ readonly spent: Price; readonly bytes: number }> {
  const [before, start] = [process.cpuUsage(), performance.now()];
  const bytes = await run(reports);
  const wall = 1000 * (performance.now() - start);
  const { user, system } = process.cpuUsage(before);
  return { spent: { wall, cpu: user + system }, bytes };
}

function sum(prices: readonly Price[]): Price {
  return {
    wall: prices.reduce((total, { wall }) => total + wall, 0),
    cpu: prices.reduce((total, { cpu }) => total + cpu, 0),
  };
}

function each({ wall, cpu }: Price, reports: number): Price {
  return { wall: wall / reports, cpu: cpu / reports };
}
