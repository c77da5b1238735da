import {
  AMQP_REPLIES, CLIENT_TEXTS, ERROR_NAMES, SOCKET_CODES, SQLSTATES, type FaultOutcome, type FaultRow,
} from './fault-table.ts'; // prettier-ignore

/** Faults: the outer world failing. They are thrown, retried, and in the end dead-lettered; never shown to outsiders. */
export type HubFault = Error & {
  readonly kind: FaultKind;
  readonly facts: Readonly<Record<string, unknown>>;
};

export type FaultKind =
  | 'MESSAGE_SEEN_MEANWHILE'
  | 'STORE_UNAVAILABLE'
  /** The database is a copy or an older state of the hub's own: nothing is taken or given out until a new epoch is opened. */
  | 'DATABASE_RESTORED'
  | 'BROKER_UNAVAILABLE'
  | 'BROKER_REFUSED'
  | 'DELIVERY_IMPOSSIBLE'
  | 'AREA_BROKEN'
  | 'CALENDAR_BROKEN'
  | 'SCOREBOARD_BROKEN'
  | 'CONFIGURATION'
  /** The key for the hub's messages cannot be used: what should be signed waits. */
  | 'SIGNING_UNAVAILABLE'
  | 'REPORT_FAILED'
  /** What it was made of has been erased before it was recorded: it is made anew, of what is left. */
  | 'REPORT_OVERTAKEN'
  /** A time-stamp authority, a revocation service or the key's token is away: the order waits, its level stays. */
  | 'REPORT_WAITS'
  /** The same for anything else that is sealed. */
  | 'SEAL_WAITS'
  /** The database holds what the hub has not written, or not so: nothing is done by it, and trying again does not help. */
  | 'RECORD_UNSOUND'
  /** The scanner cannot say anything now: what should be scanned waits. */
  | 'SCANNER_UNAVAILABLE'
  /** An upload has ended, or was moved on, while it was read: by its sender, by time, or with its case. */
  | 'UPLOAD_ENDED'
  /** The workflow or the legislative area of a case is not there any more: nothing can be done in it until it is. */
  | 'CASE_WITHOUT_LAW'
  /** More files wait to be verified than may. */
  | 'VERIFIER_BUSY'
  /** A bug has ended the judging of a file. */
  | 'VERIFIER_FAILED'
  /** The e-mail server will never take this e-mail. */
  | 'MAIL_REFUSED'
  /** It does not take this one now, or is away. */
  | 'MAIL_WAITS'
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

/** What becomes of work that one of our own faults has met. */
const OWN: Readonly<Record<FaultKind, FaultOutcome>> = {
  MESSAGE_SEEN_MEANWHILE: 'passing',
  STORE_UNAVAILABLE: 'passing',
  BROKER_UNAVAILABLE: 'passing',
  BROKER_REFUSED: 'deadly',
  DELIVERY_IMPOSSIBLE: 'deadly',
  AREA_BROKEN: 'ours',
  CALENDAR_BROKEN: 'ours',
  SCOREBOARD_BROKEN: 'ours',
  CONFIGURATION: 'ours',
  SIGNING_UNAVAILABLE: 'passing',
  DATABASE_RESTORED: 'passing',
  RECORD_UNSOUND: 'deadly',
  SCANNER_UNAVAILABLE: 'passing',
  UPLOAD_ENDED: 'passing',
  CASE_WITHOUT_LAW: 'deadly',
  VERIFIER_BUSY: 'passing',
  VERIFIER_FAILED: 'deadly',
  REPORT_FAILED: 'deadly',
  REPORT_OVERTAKEN: 'passing',
  REPORT_WAITS: 'passing',
  SEAL_WAITS: 'passing',
  MAIL_REFUSED: 'deadly',
  MAIL_WAITS: 'passing',
  REPORT_ISSUED: 'deadly',
  REPORT_EXTENDED: 'deadly',
};

/** What becomes of the work: see `fault-table.ts`. What no outer system has thrown is a bug, and deadly. */
export function outcomeOf(error: unknown): FaultOutcome {
  if (!(error instanceof Error)) return 'deadly';
  if (isHubFault(error)) return OWN[error.kind] ?? 'deadly';
  const code = 'code' in error ? error.code : undefined;
  if (typeof code === 'number') return find(AMQP_REPLIES, String(code))?.[1] ?? 'passing';
  if (typeof code === 'string') return ofCode(code);
  return ofText(error)?.[1] ?? 'deadly';
}

/** By which the fault is known: for logs and metrics, since texts may quote what was to be stored. */
export function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  return 'code' in error ? String(error.code) : error.name;
}

/** The same with its name, for people who read logs. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  return 'code' in error ? `${error.name} ${String(error.code)}` : error.name;
}

/** Whether the outer world was away, or in the way, rather than the work being wrong. */
export function isOutage(error: unknown): boolean {
  return outcomeOf(error) !== 'deadly';
}

/**
 * Whether the line itself is of no use any more, so that nothing else may be said on it: it broke, or nobody answered. After
 * SQLSTATE 0A000 and 26 what was prepared on it means nothing, and after 25006 it may lead to yesterday's primary.
 */
export function isLineLost(error: unknown): boolean {
  if (!(error instanceof Error) || isHubFault(error)) return false;
  const code = 'code' in error ? error.code : undefined;
  if (typeof code !== 'string') return ofText(error) !== undefined;
  return !isSqlstate(code) || /^(08|0A000|25006|25P0[34]|26|57P)/.test(code);
}

function ofCode(code: string): FaultOutcome {
  if (isSqlstate(code)) return (find(SQLSTATES, code) ?? find(SQLSTATES, code.slice(0, 2)))?.[1] ?? 'passing';
  const known = SOCKET_CODES.find(([begin]) => code.startsWith(begin));
  return known?.[1] ?? (/^E(?!RR_)/.test(code) ? 'passing' : 'deadly');
}

/** Five characters; codes of sockets that are as long begin with an E, as no class of SQLSTATE does. */
function isSqlstate(code: string): boolean {
  return /^[0-9A-Z]{5}$/.test(code) && !code.startsWith('E');
}

function ofText({ name, message }: Error): FaultRow | undefined {
  return find(ERROR_NAMES, name) ?? CLIENT_TEXTS.find(([begin]) => message.startsWith(begin));
}

function find(rows: readonly FaultRow[], code: string): FaultRow | undefined {
  return rows.find(([one]) => one === code);
}
