import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { AuthorityMessage } from '../../signing/training/authority-process.ts';
import { BUILT } from '../throughput/build.ts';
import type { Made, Order } from './contestant.ts';
import type { Name } from './contestants.ts';
import { forkOn } from './processors.ts';

export type Child = {
  readonly name: Name;
  readonly processors: readonly number[] | undefined;
  readonly make: (order: Order) => Promise<Made>;
  readonly stop: () => void;
};

export async function startContestant(
  { name, processors }: Pick<Child, 'name' | 'processors'>,
  authority: AuthorityMessage,
): Promise<Child> {
  const child = forkOn({ file: `${BUILT}/bench/signing/contestant.js`, processors });
  const ask = asking<unknown>(child);
  await ask({ name, authority });
  return {
    name,
    processors,
    make: asking<Made>(child),
    stop: () => void child.kill(),
  };
}

/** The authority for time stamps and revocation on loopback: its work is nobody's who is measured. */
export async function startAuthority(processors: Child['processors']) {
  const child = forkOn({ file: `${BUILT}/signing/training/authority-process.js`, processors });
  const message = await answerOf<AuthorityMessage>(child);
  return { message, stop: () => child.disconnect() };
}

function asking<T>(child: ChildProcess): (word: object) => Promise<T> {
  return (word) => {
    const answer = answerOf<T>(child);
    child.send(word);
    return answer;
  };
}

/** The next word of the child; a child that ends first is a bug. */
export async function answerOf<T>(child: ChildProcess): Promise<T> {
  const stop = new AbortController();
  const { signal } = stop;
  const ended = once(child, 'exit', { signal }).then(([code]) => {
    throw new Error(`a contestant ended (${String(code)})`);
  });
  ended.catch(() => undefined);
  try {
    return await Promise.race([once(child, 'message', { signal }).then(([word]): T => word), ended]);
  } finally {
    stop.abort();
  }
}
