/** What can go wrong on the way, apart from what the hub says in a receipt. */
export type ConnectorCode =
  | 'NOT_READABLE'
  | 'NOT_VALID'
  | 'SCHEMA_NOT_THERE'
  | 'NOT_REACHABLE'
  | 'NO_QUEUE'
  | 'REFUSED_BY_BROKER'
  | 'NOT_CONFIRMED'
  | 'REFUSED_BY_GATEWAY'
  | 'NOTHING_CAME'
  | 'DIGEST_DIFFERS'
  /** A document that the hub has refused after it had come. */
  | 'NOT_TAKEN'
  /** A receipt for which nobody waits: of another submission, or of one that was given up. */
  | 'NOT_ASKED_FOR'
  /** A receipt that the hub has not signed, or another message with a wrong signature. */
  | 'NOT_GENUINE';

export type ConnectorFault = Error & {
  readonly code: ConnectorCode;
  readonly facts: Readonly<Record<string, unknown>>;
};

export function connectorFault(
  code: ConnectorCode,
  text: string,
  facts: Readonly<Record<string, unknown>> = {},
): ConnectorFault {
  return Object.assign(new Error(text), { name: 'ConnectorFault', code, facts });
}

export function isConnectorFault(error: unknown): error is ConnectorFault {
  return error instanceof Error && error.name === 'ConnectorFault';
}

export function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
