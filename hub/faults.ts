/** Faults: the outer world failing. They are thrown, retried, and in the end dead-lettered; never shown to outsiders. */
export type HubFault = Error & {
  readonly kind: FaultKind;
  readonly facts: Readonly<Record<string, unknown>>;
};

export type FaultKind =
  | 'MESSAGE_SEEN_MEANWHILE'
  | 'STORE_UNAVAILABLE'
  | 'BROKER_UNAVAILABLE'
  | 'BROKER_REFUSED'
  | 'DELIVERY_IMPOSSIBLE'
  | 'AREA_BROKEN'
  | 'CONFIGURATION'
  /** The key for the hub's messages cannot be used: what should be signed waits. */
  | 'SIGNING_UNAVAILABLE'
  | 'REPORT_FAILED'
  /** A time-stamp authority, a revocation service or the key's token is away: the order waits, its level stays. */
  | 'REPORT_WAITS'
  /** The same for anything else that is sealed. */
  | 'SEAL_WAITS'
  /** Another worker has issued the report first. */
  | 'REPORT_ISSUED'
  /** Another worker has extended the report first, or its time has passed and its file is gone. */
  | 'REPORT_EXTENDED';

export function hubFault(
  kind: FaultKind,
  text: string,
  facts: Readonly<Record<string, unknown>> = {},
): HubFault {
  return Object.assign(new Error(text), { name: kind, kind, facts });
}

export function isHubFault(error: unknown, kind?: FaultKind): error is HubFault {
  return error instanceof Error && 'kind' in error && (kind === undefined || error.kind === kind);
}

/** SQLSTATE classes and socket errors after which the same work may well succeed: connection, resources, shutdown, conflict. */
const PASSING = /^(08|40|53|57P|ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EHOSTUNREACH|ENETUNREACH)/;

/** Whether the outer world was away, or in the way, rather than the work being wrong. */
export function isOutage(error: unknown): boolean {
  if (isHubFault(error, 'STORE_UNAVAILABLE')) return true;
  if (!(error instanceof Error)) return false;
  if ('code' in error && typeof error.code === 'string') return PASSING.test(error.code);
  // pg has no code for these.
  return /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error/.test(
    error.message,
  );
}
