import { isRecord } from '../../../schemas/message/explain.ts';
import { parsed } from '../../json.ts';

/** An event as a record testifies to it. */
export type Claim = { readonly seq: number; readonly type: string; readonly digest: string };

/** What the body of a record says, as far as an audit asks. */
export type Said = {
  readonly event: string;
  readonly at: string;
  readonly claims: readonly Claim[];
  readonly reasons: readonly unknown[];
  /** Digest of a receipt or of a delivery. */
  readonly digest?: unknown;
  readonly recipient: { readonly system: unknown; readonly authority: unknown };
  readonly message: unknown;
  /** Of an e-mail. */
  readonly template: unknown;
  /** What the hub itself has done, the digest of all that is to be told, and the directory that was published. */
  readonly command: unknown;
  readonly told: unknown;
  /** How much of the case was shown by what was delivered; in which way somebody has looked at it. */
  readonly level: unknown;
  readonly way: unknown;
  readonly directory: { readonly version: unknown; readonly digest: unknown };
};

/** A body out of a table that somebody may have written to; nothing where it is none. */
export function readBody(text: string): Said | undefined {
  const body = parsed(text);
  if (!isRecord(body)) return undefined;
  const {
    erdsEventId: event,
    eventTime: at,
    events = [],
    eventReasons: reasons = [],
    message,
    template,
    command,
    deliveries: told,
    level,
    way,
  } = body;
  if (typeof event !== 'string' || typeof at !== 'string') return undefined;
  if (!Array.isArray(reasons) || !Array.isArray(events) || !events.every(isClaim)) return undefined;
  const { digestValue: digest } = memberOf(body, 'userContentInfo');
  const { system, authority = '' } = memberOf(body, 'recipientDetails');
  const directory = { version: body['directory'], digest: body['digest'] };
  return {
    event,
    at,
    claims: events,
    reasons,
    digest,
    recipient: { system, authority },
    message,
    template,
    command,
    told,
    level,
    way,
    directory,
  };
}

function memberOf(body: Readonly<Record<string, unknown>>, name: string): Readonly<Record<string, unknown>> {
  const member = body[name];
  return isRecord(member) ? member : {};
}

function isClaim(value: unknown): value is Claim {
  if (!isRecord(value)) return false;
  const { seq, type, digest } = value;
  return Number.isSafeInteger(seq) && typeof type === 'string' && typeof digest === 'string';
}
