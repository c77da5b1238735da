import type { AttemptLimits } from './attempts.ts';

/** Refused by the same size before the bytes are read. */
export { LARGEST_MESSAGE } from '../hub/intake/unread.ts';

/** After this nobody waits for the answer to a message any more: longer than the answer may take, see `timeouts`. */
export const ANSWER_WITHIN_MS = 60_000;

/** A report with what is embedded in it. */
export const LARGEST_REPORT = 10 * 1024 * 1024;

/** Strangers of one address within a minute: to verify takes tens of milliseconds of the processor. */
export const VERIFICATIONS: AttemptLimits = { failures: 60, windowMs: 60_000, keys: 10_000 };

/** Files to verify that are read or judged at the same time, of 10 MiB each and held up to three times over. */
export const BODIES_AT_ONCE = { all: 8, ofOneAddress: 4 };

/** Uploads of one system that no message has claimed yet: four of the largest, or many small ones. */
export const UPLOAD_QUOTA = { count: 32, bytes: 4 * 1024 ** 3 };
/** After so long one that no message has claimed is gone: whoever was cut off in the evening goes on in the morning. */
export const UPLOAD_HOURS = 24;
/** Bytes of one request that does not end a document: each costs as much as a whole piece. */
export const LEAST_PIECE = 65_536;
/** Much longer than a whole request may take to arrive (`requestSeconds`), which ends it first: what has come by then is kept. */
export const UPLOADING_WITHIN_MS = 600_000;
/** The largest document (1 GiB) at 300 kB/s; who is slower goes on by a range. */
export const FETCHING_WITHIN_MS = 3_600_000;

export type HttpSettings = {
  /** Addresses and networks of proxies whose word on who is asking is taken (`X-Forwarded-For`). */
  readonly trustedProxies: readonly string[];
  readonly keepAliveSeconds: number;
  readonly requestSeconds: number;
};

/** Balancers keep idle connections for 60 seconds as a rule: it must not be we who close one just as it is used again. */
export const HTTP_SETTINGS: HttpSettings = { trustedProxies: [], keepAliveSeconds: 72, requestSeconds: 30 };

/**
 * Against clients that hold a connection by being slow: the whole request within 30 seconds (4 MiB at 140 kB/s), an
 * answer within another 30. Headers are bound by Node (16 KiB).
 */
export function timeouts({ keepAliveSeconds, requestSeconds }: HttpSettings) {
  const handlerTimeout = 30_000;
  const requestTimeout = requestSeconds * 1000;
  return {
    requestTimeout,
    handlerTimeout,
    keepAliveTimeout: keepAliveSeconds * 1000,
    connectionTimeout: requestTimeout + handlerTimeout + 5000,
  };
}
