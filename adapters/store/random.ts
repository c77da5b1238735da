import { randomFillSync } from 'node:crypto';

const POOL_SIZE = 8192;

/** Random bytes taken from a pool: one call of the generator serves many messages. Each byte is given out once. */
export function openRandom(): (size: number) => Buffer {
  const pool = Buffer.allocUnsafeSlow(POOL_SIZE);
  let used = POOL_SIZE;
  return (size) => {
    if (used + size > POOL_SIZE) {
      randomFillSync(pool);
      used = 0;
    }
    const taken = Buffer.from(pool.subarray(used, used + size));
    // What has been given out, a key perhaps, does not stay here.
    pool.fill(0, used, used + size);
    used += size;
    return taken;
  };
}

export const random = openRandom();
