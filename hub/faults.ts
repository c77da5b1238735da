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
  | 'REPORT_FAILED';

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
