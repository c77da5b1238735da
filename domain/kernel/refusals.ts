import { REFUSALS } from './refusal-catalogue.ts';

export type RefusalCode = keyof typeof REFUSALS;

/**
 * What any command can be refused with, whatever its own rule says: for its reading, for its sender, for the case that it names,
 * for rights and status. No command declares one of these again.
 */
export const EVERY_COMMAND_REFUSES = [
  'MESSAGE_TOO_LARGE', 'MESSAGE_ENCODING', 'MESSAGE_FORMAT_UNKNOWN', 'MESSAGE_CODED', 'XML_DOCTYPE', 'XML_MALFORMED',
  'XML_UNEXPECTED_NODE', 'JSON_MALFORMED', 'JSON_DUPLICATE_NAME', 'MESSAGE_TOO_DEEP', 'MESSAGE_TOO_COMPLEX',
  'ENVELOPE_INVALID', 'ENVELOPE_CONTRADICTION', 'COMMAND_UNKNOWN', 'SCHEMA', 'ATTACHMENT_CONTENT', 'ATTACHMENT_NEITHER',
  'ATTACHMENT_INFECTED', 'ATTACHMENT_UNSCANNED', 'UPLOAD_UNKNOWN', 'UPLOAD_INCOMPLETE', 'UPLOAD_CHECKING', 'UPLOAD_DIFFERS', 'UPLOAD_CLAIMED', 'SENDER_UNPROVEN',
  'SENDER_UNKNOWN', 'SENDER_CONTRADICTION', 'NOT_YOUR_AUTHORITY', 'SIGNATURE_REQUIRED', 'SIGNATURE_INVALID',
  'SIGNATURE_UNREGISTERED', 'DUPLICATE_CONFLICT', 'CASE_UNKNOWN', 'CASE_REQUIRED', 'CASE_NOT_EXPECTED',
  'CASE_VERSION_STALE', 'CASE_VERSION_REQUIRED', 'COMMAND_OF_OTHER_WORKFLOW', 'AREA_UNKNOWN', 'NOT_ALLOWED',
  'WRONG_STATUS', 'RECORD_UNSOUND', 'UNDELIVERABLE',
] as const satisfies readonly RefusalCode[]; // prettier-ignore

/** One fault of a message: where, what, and the facts that complete its text. */
export type Fault = {
  readonly code: RefusalCode;
  /** RFC 6901 JSON Pointer into the canonical (JSON) form of the message; empty for the message as a whole. */
  readonly path: string;
  readonly facts: Readonly<Record<string, string>>;
};

export type Refusal = { readonly refused: readonly [Fault, ...Fault[]] };

export function fault(code: RefusalCode, path = '', facts: Readonly<Record<string, string>> = {}): Fault {
  return { code, path, facts };
}

export function refuse(first: Fault, ...others: readonly Fault[]): Refusal {
  return { refused: [first, ...others] };
}

/** All faults as one refusal, or nothing when there are none. */
export function refuseAll(faults: readonly Fault[]): Refusal | undefined {
  const [first, ...others] = faults;
  return first === undefined ? undefined : refuse(first, ...others);
}

/** The English text of a fault, its facts filled in. */
export function faultText(given: Fault): string {
  return REFUSALS[given.code].text.replace(/\{(\w+)\}/g, (whole, name: string) => given.facts[name] ?? whole);
}
