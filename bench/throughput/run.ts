import { allowedProcessors, canPin } from '../signing/processors.ts';
import { build } from './build.ts';
import { isEnough } from './calm.ts';
import { fillWithClosed } from './closed.ts';
import { startAnchor, startInstead, type Contender } from './contenders.ts';
import { startHub, type HubWish } from './hubs.ts';
import { prove } from './priced/proof.ts';
import { PROMISED } from './priced/without.ts';
import { profileOptions, reportProfile } from './profile.ts';
import { pace, saturate, startGenerator, type Bench, type Round } from './rounds.ts';
import { openStage, type Stage } from './stage.ts';
import { median, quantile } from './statistics.ts';
import { report } from './table.ts';
import type { Wish } from './wish.ts';

/** How much each gets of the messages of the hub, so that all run for about as long. */
const SHARE: Readonly<Record<string, number>> = { iii: 2, i: 3, iv: 0.1, 'iv-n': 0.5 };

/** What has been opened, to be closed in the other order. */
type Open = { readonly stages: Stage[]; readonly contenders: Contender[] };

export async function runThroughput(wish: Wish): Promise<void> {
  build();
  const open: Open = { stages: [], contenders: [] };
  try {
    await startAll(open, wish);
    await measure(open.contenders, wish);
    if (wish.field === 'prices') await proveAll(open, wish);
  } finally {
    for (const contender of open.contenders) await contender.stop();
    for (const stage of open.stages.toReversed()) await stage.close();
  }
}

async function proveAll({ stages }: Open, wish: Wish): Promise<void> {
  const hubs = hubsFor(wish);
  for (const [place, stage] of stages.entries()) await prove(stage, hubs[place]?.without);
}

async function startAll(open: Open, wish: Wish): Promise<void> {
  const hubs = hubsFor(wish);
  for (const [place, hub] of hubs.entries()) {
    // Each hub has a database and a virtual host of its own: no two of them take from one queue.
    const stage = await openStage();
    open.stages.push(stage);
    const contender = await startHub(stage, hub);
    open.contenders.push(contender);
    if (wish.field === 'closed' && place > 0) await fillWithClosed(stage, contender, wish.closed);
  }
  const [stage] = open.stages;
  if (wish.field === 'usual' && stage !== undefined) await startOthers(open, stage, wish);
}

const WHOLE = { name: 'hub', about: 'the hub, everything on: receipt and delivery' } as const;

function hubsFor({ field, closed }: Wish): readonly HubWish[] {
  switch (field) {
    case 'usual':
      return [WHOLE];
    case 'profile':
      return [{ ...WHOLE, nodeOptions: profileOptions }];
    case 'prices':
      return [WHOLE, ...PROMISED.map((without) => ({ name: `no ${without}`, about: `without ${without}`, without }))];
    case 'closed':
      return [WHOLE, { name: 'hub, full', about: `with ${closed} closed cases in its database` }];
    case 'processors':
      return onProcessors();
  }
} // prettier-ignore

function onProcessors(): readonly HubWish[] {
  const [first, second] = allowedProcessors();
  if (first === undefined || second === undefined || !canPin())
    throw new Error('two processors and taskset are needed');
  return [
    { name: 'on one', about: 'a worker, database and broker on one processor', processors: [first] },
    { name: 'on two', about: 'two workers, database and broker on two', processors: [first, second] },
  ];
}

async function startOthers({ contenders }: Open, stage: Stage, { only }: Wish): Promise<void> {
  const others: readonly (() => Promise<Contender>)[] = [
    () => startInstead(stage, 'forge', { name: 'iv', about: 'what one would write instead; two messages out' }),
    () => startInstead(stage, 'node', { name: 'iv-n', about: 'the same, its RSA by OpenSSL' }),
    () => startAnchor(stage, 'transaction', { name: 'ii', about: 'one transaction of five round trips a message' }),
    () => startAnchor(stage, 'group', { name: 'iii', about: 'group commit, up to 100 messages a transaction' }),
    () => startAnchor(stage, 'relay', { name: 'i', about: 'relay only' }),
  ];
  const names = ['iv', 'iv-n', 'ii', 'iii', 'i'];
  for (const [place, start] of others.entries())
    if (only.length === 0 || only.includes(names[place] ?? '')) contenders.push(await start());
} // prettier-ignore

async function measure(contenders: readonly Contender[], wish: Wish): Promise<void> {
  const generator = startGenerator();
  const bench: Bench = { generator, work: wish.work };
  try {
    const saturated = await saturations(bench, contenders, wish);
    if (wish.field === 'profile') {
      await contenders[0]?.stop();
      reportProfile(saturated);
    } else {
      const paced = await pacings(bench, contenders.filter(keepsUp(saturated, wish)), wish);
      report({ wish, contenders, saturated, paced });
    }
  } finally {
    generator.stop();
  }
} // prettier-ignore

/** Interleaved, so that whatever else the machine does falls on all alike; the first, unwarmed, does not count. */
async function saturations(
  bench: Bench,
  contenders: readonly Contender[],
  wish: Wish,
): Promise<readonly Round[]> {
  const rounds: Round[] = [];
  const names = contenders.map(({ name }) => name);
  for (let number = 0; !isEnough(rounds, names, wish.rounds); number += 1) {
    for (const contender of contenders) {
      const count = Math.ceil(wish.messages * (SHARE[contender.name] ?? 1));
      const round = await saturate(bench, contender, count);
      say(round, `round ${number} ${round.perSecond.toFixed(0)} messages/s`);
      if (number > 0) rounds.push(round);
    }
  }
  return rounds;
}

/** Of a contender that is slower than that there is no latency: its queue grows for as long as one sends. */
function keepsUp(saturated: readonly Round[], { pace: rate }: Wish): (contender: Contender) => boolean {
  return ({ name }) => {
    if (['ii', 'iii'].includes(name)) return false;
    if (!['iv', 'iv-n'].includes(name)) return true;
    const rates = saturated.filter(({ contender }) => contender === name).map(({ perSecond }) => perSecond);
    if (median(rates) > rate) return true;
    process.stderr.write(`  ${name} does not keep up with ${rate} messages/s\n`);
    return false;
  };
}

async function pacings(
  bench: Bench,
  contenders: readonly Contender[],
  wish: Wish,
): Promise<readonly Round[]> {
  const rounds: Round[] = [];
  if (wish.seconds === 0) return rounds;
  const names = contenders.map(({ name }) => name);
  for (let number = 1; !isEnough(rounds, names, wish.rounds); number += 1) {
    for (const contender of contenders) {
      const round = await pace(bench, contender, { rate: wish.pace, seconds: wish.seconds });
      const [p50, p99] = [0.5, 0.99].map((share) => quantile(round.latencies, share).toFixed(1));
      say(round, `round ${number}, paced: p50 ${p50} ms, p99 ${p99} ms`);
      rounds.push(round);
    }
  }
  return rounds;
}

function say({ contender, alarms, others }: Round, text: string): void {
  const alarm = alarms === 0 ? '' : ` (void: ${alarms} alarms of the broker)`;
  process.stderr.write(`  ${contender.padEnd(14)} ${text}, others ${Math.round(others * 100)} %${alarm}\n`);
}
