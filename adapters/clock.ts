import type { Clock } from '../hub/ports/surroundings.ts';

let [last, written] = [NaN, ''];

/**
 * The time of day, for what is written down. It may be put right at any moment, forwards and backwards: how long something
 * takes is measured by `performance.now`, which never jumps. Asked for many times a millisecond, it is written once.
 */
export const CLOCK: Clock = {
  now() {
    const now = Date.now();
    if (now !== last) [last, written] = [now, new Date(now).toISOString()];
    return written;
  },
};
