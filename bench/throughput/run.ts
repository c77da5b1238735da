import { build } from './build.ts';
import { isEnough } from './calm.ts';
import { startAnchor, startHub, type Contender } from './contenders.ts';
import { profileOptions, reportProfile } from './profile.ts';
import { pace, saturate, startGenerator, type Bench, type Round } from './rounds.ts';
import { openStage, type Stage } from './stage.ts';
import { quantile } from './statistics.ts';
import { report } from './table.ts';
import { PACE, type Wish } from './wish.ts';

/** The lighter contenders get more messages, so that they run for about as long as the hub. */
const SHARE: Readonly<Record<string, number>> = { iii: 2, i: 3 };

export async function runThroughput(wish: Wish): Promise<void> {
  build();
  const stage = await openStage();
  const contenders: Contender[] = [];
  try {
    contenders.push(await startHub(stage, wish.profile ? profileOptions : []));
    if (!wish.profile) contenders.push(...(await startAnchors(stage)));
    await measure(stage, contenders, wish);
  } finally {
    for (const contender of contenders) await contender.stop();
    await stage.close();
  }
}

async function startAnchors(stage: Stage): Promise<readonly Contender[]> {
  return [
    await startAnchor(stage, 'transaction', {
      name: 'ii',
      about: 'one transaction of five round trips a message',
    }),
    await startAnchor(stage, 'group', {
      name: 'iii',
      about: 'group commit, up to 100 messages a transaction',
    }),
    await startAnchor(stage, 'relay', { name: 'i', about: 'relay only' }),
  ];
}

async function measure(stage: Stage, contenders: readonly Contender[], wish: Wish): Promise<void> {
  const channel = await stage.broker.createChannel();
  const generator = startGenerator();
  const bench: Bench = { database: stage.database, channel, generator };
  try {
    const saturated = await saturations(bench, contenders, wish);
    if (wish.profile) {
      await contenders[0]?.stop();
      reportProfile(saturated);
    } else {
      const paced = await pacings(bench, contenders, wish);
      report({ wish, contenders, saturated, paced });
    }
  } finally {
    generator.stop();
  }
}

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
      const count = wish.messages * (SHARE[contender.name] ?? 1);
      const round = await saturate(bench, contender, count);
      say(round, `round ${number} ${round.perSecond.toFixed(0)} messages/s`);
      if (number > 0) rounds.push(round);
    }
  }
  return rounds;
}

async function pacings(
  bench: Bench,
  contenders: readonly Contender[],
  wish: Wish,
): Promise<readonly Round[]> {
  const rounds: Round[] = [];
  const some = contenders.filter(({ name }) => name === 'hub' || name === 'i');
  const names = some.map(({ name }) => name);
  for (let number = 1; !isEnough(rounds, names, wish.rounds); number += 1) {
    for (const contender of some) {
      const round = await pace(bench, contender, { rate: PACE, seconds: wish.seconds });
      const [p50, p99] = [0.5, 0.99].map((share) => quantile(round.latencies, share).toFixed(1));
      say(round, `round ${number}, paced: p50 ${p50} ms, p99 ${p99} ms`);
      rounds.push(round);
    }
  }
  return rounds;
}

function say({ contender, alarms, others }: Round, text: string): void {
  const alarm = alarms === 0 ? '' : ` (void: ${alarms} alarms of the broker)`;
  process.stderr.write(`  ${contender.padEnd(4)} ${text}, others ${Math.round(others * 100)} %${alarm}\n`);
}
