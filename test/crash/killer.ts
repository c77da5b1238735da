import { setTimeout as sleep } from 'node:timers/promises';
import { kill, restart } from '../../scripts/services/services.ts';
import type { Dice } from './dice.ts';
import { befall, FAULTS, type FaultName, type Place } from './faults.ts';
import type { Faults } from './options.ts';
import type { Supervised } from '../support/supervised.ts';

type Mortal = 'worker 1' | 'worker 2' | 'broker' | 'database';
export type Victim = Mortal | FaultName;

const MORTALS: readonly Mortal[] = ['worker 1', 'broker', 'worker 2', 'database'];

export function victimsOf(faults: Faults): readonly Victim[] {
  return faults === 'all' ? [...FAULTS, ...MORTALS] : MORTALS;
}

/** Longest wait before the next kill, and before the killed service is started again, in milliseconds. */
const UNTIL_NEXT = 1800;
/** A lot of messages is through in about this time: so the kill meets them anywhere on their way. */
const UNDER_WAY = 120;
const UNTIL_BACK = 400;

type Scene = {
  readonly dice: Dice;
  readonly rounds: number;
  readonly victims: readonly Victim[];
  readonly place: Place;
  readonly workers: readonly [Supervised, Supervised];
  /** Called just before each kill: something has to be under way. */
  before(round: number): void;
  said(text: string): void;
  readonly signal: AbortSignal;
  /** Counted here as they happen. */
  readonly kills: Map<Victim, number>;
};

/** SIGKILL at random moments, all kinds alike; the next victim may fall before the one before is back. */
export async function killAll(scene: Scene): Promise<void> {
  const { dice, rounds, kills, victims } = scene;
  const list = Array.from({ length: rounds }, (_, index) => victims[index % victims.length] ?? 'broker');
  const recoveries = new Map<Victim, Promise<void>>();
  for (const [round, victim] of dice.shuffled(list).entries()) {
    await recoveries.get(victim);
    await sleep(dice.below(UNTIL_NEXT));
    scene.before(round);
    await sleep(dice.below(UNDER_WAY));
    scene.signal.throwIfAborted();
    scene.said(`kill ${String(round + 1).padStart(2)} of ${rounds}: ${victim}`);
    kills.set(victim, (kills.get(victim) ?? 0) + 1);
    const { recovery } = await strike(victim, scene);
    // Looked at later: until then it may fail unheard.
    recovery.catch(() => undefined);
    recoveries.set(victim, recovery);
  }
  await Promise.all(recoveries.values());
}

/** Resolves when it is dead, with the promise of its return (which may fail before anybody waits for it). */
async function strike(
  victim: Victim,
  { dice, workers, place }: Scene,
): Promise<{ readonly recovery: Promise<void> }> {
  if (victim === 'worker 1' || victim === 'worker 2') {
    await workers[victim === 'worker 1' ? 0 : 1].kill();
    return { recovery: Promise.resolve() };
  }
  const fault = FAULTS.find((one) => one === victim);
  if (fault !== undefined) return befall(fault, place);
  const name = victim === 'broker' ? 'rabbitmq' : 'postgres';
  await kill(name);
  const pause = dice.below(UNTIL_BACK);
  const recovery = sleep(pause).then(() => restart(name));
  return { recovery };
}
