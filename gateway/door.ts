import { createHash, timingSafeEqual } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { countAttempts, type AttemptLimits } from './attempts.ts';
import type { Basic } from './basic.ts';
import { openTurns, type TurnLimits } from './turns.ts';

export type Knock = Basic & {
  /** Whether there is such a system: invented names count as one, so that inventing names does not help. */
  readonly isKnown: boolean;
  /** From where: told by the connection, or by a proxy that is trusted. */
  readonly address: string;
};

/** Let in, sent away, or sent away for now: too many wrong attempts are heard already. */
export type Answered = 'in' | 'wrong' | 'crowded';

export type Door = { knock(who: Knock, now: number): Promise<Answered> };

export type DoorHow = {
  verify(system: string, secret: string): Promise<boolean>;
  readonly pause?: (ms: number) => Promise<unknown>;
};

const FAILURES: Omit<AttemptLimits, 'failures'> = { windowMs: 60_000, keys: 10_000 };
const TURNS: TurnLimits = { atOnce: 4, waiting: 500 };
/** Mistakes that anybody may make, before answers to wrong secrets come late. */
const FREE = 10;
const FIRST_DELAY_MS = 100;
const LONGEST_DELAY_MS = 2000;
/** Answers that are held back at the same time; an attacker cannot make them more. */
const HELD_BACK = 500;

/**
 * Who proves to be whom. A secret has 256 bits, so nobody is ever shut out for the mistakes of others: attempts are compared
 * few at a time for each address and each name, and those that were wrong are answered ever later. Whoever has proved itself
 * before waits for nobody.
 */
export function openDoor({ verify, pause: wait = pause }: DoorHow): Door {
  const failures = countAttempts({ ...FAILURES, failures: FREE });
  const turns = openTurns(TURNS);
  const proven = new Map<string, Buffer>();
  let heldBack = 0;

  async function compared({ system, secret, isKnown }: Knock): Promise<boolean> {
    if (!(await verify(system, secret)) || !isKnown) return false;
    proven.set(system, digestOf(secret));
    return true;
  }
  async function inTurn(who: Knock, keys: readonly string[]): Promise<boolean | undefined> {
    const ends: (() => void)[] = [];
    try {
      for (const key of keys) {
        const turn = await turns.take(key);
        if (turn === undefined) return undefined;
        ends.push(turn);
      }
      return await compared(who);
    } finally {
      for (const end of ends) end();
    }
  }
  async function holdBack(ms: number): Promise<Answered> {
    if (heldBack >= HELD_BACK) return 'crowded';
    heldBack += 1;
    await wait(ms);
    heldBack -= 1;
    return 'wrong';
  }
  return {
    async knock(who, now) {
      const known = proven.get(who.system);
      if (known !== undefined && timingSafeEqual(known, digestOf(who.secret)) && (await compared(who)))
        return 'in';
      // By address first: who floods from one address then holds no more turns of the name than that has itself.
      const keys = [`from ${who.address}`, `as ${who.isKnown ? who.system : ''}`];
      const isProved = await inTurn(who, keys);
      if (isProved === undefined) return 'crowded';
      if (isProved) return 'in';
      const worst = Math.max(...keys.map((key) => failures.count(key, now)));
      for (const key of keys) failures.failed(key, now);
      return worst < FREE
        ? 'wrong'
        : holdBack(Math.min(FIRST_DELAY_MS * 2 ** Math.min(worst - FREE, 10), LONGEST_DELAY_MS));
    },
  };
}

function digestOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
