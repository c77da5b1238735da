import type { NationalSystem } from '../domain/directory/authority.ts';
import { systemUrn, type Message } from '../domain/kernel/message.ts';
import { fault, type Fault } from '../domain/kernel/refusals.ts';
import { COMMANDS, type Entry } from '../schemas/catalogue.ts';
import { detach, type Detached } from './detach.ts';
import type { Hub } from './hub.ts';
import type { Submission } from './ports.ts';

/** A message that has been read and may be put to the case: everything known of it but the case itself. */
export type Admitted = {
  readonly kind: 'admitted';
  readonly submission: Submission;
  readonly system: NationalSystem;
  readonly message: Message;
  readonly authority: string;
  readonly digest: string;
  /** Canonical form without signature, as it was digested. */
  readonly canonical: string;
  readonly entry: Entry;
  readonly data: Detached;
};

/** A message that is refused before any case is looked at. */
export type Rejected = {
  readonly kind: 'rejected';
  readonly submission: Submission;
  readonly id: string;
  readonly digest: string;
  readonly faults: readonly [Fault, ...Fault[]];
  /**
   * Set where it is refused for its signature: the digest of message and signature together. Such a refusal is remembered
   * by this, and the id stays free for the same message rightly signed.
   */
  readonly signed?: string;
};

export type Admission = Admitted | Rejected;

/** Steps 2 to 4 of one message's way: decode, validate, and who is speaking. All faults are collected. */
export function admit(hub: Hub, submission: Submission): Admission {
  const decoded = hub.codec.decode(submission.bytes, submission.contentType);
  if ('faults' in decoded) {
    const digest = hub.codec.digest(Buffer.from(submission.bytes).toString('base64'));
    const id = decoded.id ?? submission.messageId ?? `unreadable:${digest.slice(0, 40)}`;
    return rejected({ submission, id, digest, faults: decoded.faults }, digest);
  }
  const { message, digest, canonical } = decoded;
  const entry = COMMANDS.get(message.type);
  const system = hub.directory.current().systems.get(submission.system);
  const detached = detach(message.data);
  const [first, ...others] = [
    ...checkSender(submission, message, system),
    ...checkSignature(hub, { submission, message, canonical: decoded.canonical, system }),
    ...checkCommand(message, entry),
    ...detached.faults,
  ];
  if (first !== undefined || system === undefined || entry === undefined || message.authority === undefined) {
    const faults = [first ?? fault('SENDER_UNKNOWN'), ...others] as const;
    const signed = hub.codec.digest({ digest, signature: message.signature ?? '' });
    return rejected({ submission, id: message.id, digest, faults }, signed);
  }
  return {
    kind: 'admitted',
    submission,
    system,
    message,
    authority: message.authority,
    digest,
    canonical,
    entry,
    data: detached,
  };
}

function rejected(given: Omit<Rejected, 'kind' | 'signed'>, signed: string): Rejected {
  const isForSignature = given.faults.some(({ path }) => path === SIGNATURE);
  return { kind: 'rejected', ...given, ...(isForSignature ? { signed } : {}) };
}

const SIGNATURE = '/signature';

type ToCheck = {
  readonly submission: Submission;
  readonly message: Message;
  readonly canonical: string;
  readonly system: NationalSystem | undefined;
};

function checkSignature(hub: Hub, { submission, message, canonical, system }: ToCheck): readonly Fault[] {
  const { signature } = message;
  if (signature === undefined)
    return system?.signature === 'mandatory' ? [fault('SIGNATURE_REQUIRED', SIGNATURE)] : [];
  const found = hub.signing.signatures.check({
    content: canonical,
    signature,
    certificates: system?.certificates ?? [],
    at: submission.receivedAt,
  });
  if (found === undefined) return [];
  return [fault(found.code, SIGNATURE, 'reason' in found ? { reason: found.reason } : {})];
}

function checkSender(
  submission: Submission,
  message: Message,
  system: NationalSystem | undefined,
): readonly Fault[] {
  if (system === undefined) return [fault('SENDER_UNKNOWN')];
  const { authority } = message;
  return [
    ...(message.source === systemUrn(system.id) ? [] : [fault('SENDER_CONTRADICTION', '/source')]),
    ...(submission.messageId === undefined || submission.messageId === message.id
      ? []
      : [fault('ENVELOPE_CONTRADICTION', '/id', { problem: 'the message id of the transport is another' })]),
    ...(authority !== undefined && system.authorities.includes(authority)
      ? []
      : [fault('NOT_YOUR_AUTHORITY', '/authority', { authority: authority ?? '' })]),
  ];
}

function checkCommand(message: Message, entry: Entry | undefined): readonly Fault[] {
  const isForSystems = entry?.command.by.some(({ role }) => role !== 'hub') === true;
  if (entry === undefined || !isForSystems)
    return [fault('COMMAND_UNKNOWN', '/type', { type: message.type })];
  return message.subject !== undefined && message.caseversion === undefined
    ? [fault('CASE_VERSION_REQUIRED', '/caseversion')]
    : [];
}
