import type { AttemptLimits } from './attempts.ts';

/** Bytes of one message; the codecs refuse at the same size, but by then the bytes would have been read. */
export const LARGEST_MESSAGE = 4 * 1024 * 1024;

/** A report with what is embedded in it. */
export const LARGEST_REPORT = 10 * 1024 * 1024;

/** Strangers of one address within a minute: to verify takes tens of milliseconds of the processor. */
export const VERIFICATIONS: AttemptLimits = { failures: 60, windowMs: 60_000, keys: 10_000 };

/**
 * Against clients that hold a connection by being slow: the whole request within 30 seconds (4 MiB at 140 kB/s), an
 * answer within another 30, an idle connection for 10. Headers are bound by Node (16 KiB).
 */
export const TIMEOUTS = {
  requestTimeout: 30_000,
  handlerTimeout: 30_000,
  keepAliveTimeout: 10_000,
  connectionTimeout: 65_000,
};
