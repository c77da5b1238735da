import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';

/**
 * One start or stop at a time on this machine and for this user: two checkouts choosing ports at once would
 * choose the same. The lock is the kernel's (flock), so one left behind by a killed process does not exist.
 */
export async function withLock<T>(work: () => Promise<T>): Promise<T> {
  const file = join(tmpdir(), `imi-hub-services-${userInfo().uid}.lock`);
  const holder = spawn('flock', [file, 'sh', '-c', 'echo held; exec cat'], {
    stdio: ['pipe', 'pipe', 'inherit'],
    detached: true,
  });
  await Promise.race([once(holder.stdout, 'data'), failure(holder)]);
  try {
    return await work();
  } finally {
    holder.stdin.end();
    await once(holder, 'close');
  }
}

async function failure(holder: ReturnType<typeof spawn>): Promise<never> {
  await once(holder, 'exit');
  throw new Error('the lock for starting services could not be taken');
}
