import type { NationalSystem } from '../../domain/directory/authority.ts';
import { machineActor } from '../../domain/directory/machine-actor.ts';
import { systemUrn, type Message } from '../../domain/kernel/message.ts';
import { fault, type Fault } from '../../domain/kernel/refusals.ts';
import { defined } from '../../domain/kernel/optional.ts';
import type { AuthorityActor, Stranger } from '../../domain/kernel/workflow.ts';
import type { Entry } from '../../schemas/catalogue.ts';
import { detach, type Detached } from './detach.ts';
import type { Hub } from '../hub.ts';
import type { Decoded, Submission } from '../ports/messages.ts';
import type { Sender } from './sender.ts';
import { refusedUnread } from './unread.ts';

/** What is known of a message before it is read. */
export type Sent = Pick<Submission, 'receivedAt' | 'waitsUntil'> & { readonly sender: Sender };

/**
 * A message that has been read and may be put to the case: everything known of it but the case itself. Its receipt has an id
 * from now on: whoever has to try once more, after a line broke, answers it once.
 */
export type Admitted = Sent & {
  readonly kind: 'admitted';
  readonly receiptId: string;
  readonly message: Message;
  readonly actor: AuthorityActor | Stranger;
  readonly digest: string;
  /** Canonical form without signature, as it was digested. */
  readonly canonical: string;
  readonly entry: Entry;
  readonly data: Detached;
  /** Once the scanner has seen its documents. */
  readonly isScanned?: true;
};

/**
 * The digest of a message that nobody can read, not even to say what is wrong with it. Of such a one the id alone is known:
 * whatever comes under it is taken for the same, in whichever form.
 */
export const UNREAD = '';

/** A message that is refused before any case is looked at. */
export type Rejected = Sent & {
  readonly kind: 'rejected';
  readonly receiptId: string;
  readonly id: string;
  readonly digest: string;
  readonly faults: readonly [Fault, ...Fault[]];
  /**
   * Set where it is refused for what stands beside it: for its signature, the digest of message and signature together. Such
   * a refusal is remembered by this, and the id stays free for the same message rightly signed.
   */
  readonly apart?: string;
};

export type Admission = Admitted | Rejected;

/** Steps 2 to 4 of one message's way: decode, validate, and who is speaking. All faults are collected. */
export function admit(hub: Hub, submission: Submission): Admission {
  const known = { ...sentFrom(submission), receiptId: hub.ids.uuid() };
  const unread = refusedUnread(hub, submission);
  if (unread !== undefined) return { kind: 'rejected', ...known, ...unread };
  const decoded = read(hub, submission);
  if ('faults' in decoded) {
    const digest = hub.codec.digest(Buffer.from(submission.bytes).toString('base64'));
    const id = decoded.id ?? submission.messageId ?? `unreadable:${digest.slice(0, 40)}`;
    return rejected({ ...known, id, digest, faults: decoded.faults }, digest);
  }
  const { message, canonical } = decoded;
  const system = hub.directory.current().systems.get(submission.system);
  const faults = [
    ...checkSender(submission, message, system),
    ...checkSignature(hub, { submission, message, canonical, system }),
  ];
  const { authority } = message;
  const actor = system && authority !== undefined ? machineActor(system, authority) : undefined;
  return admitRead(hub, decoded, { known, actor, faults });
}

type Known = Sent & { readonly receiptId: string };

/** What has been read, whichever way it came, is put to the case unless something is wrong with it. */
export function admitRead(
  hub: Hub,
  { message, digest, canonical }: Exclude<Decoded, { readonly faults: unknown }>,
  given: {
    readonly known: Known;
    /** Who speaks; nobody where that is wrong. */
    readonly actor: AuthorityActor | Stranger | undefined;
    readonly faults: readonly Fault[];
  },
): Admission {
  const { known, actor } = given;
  const entry = hub.catalogue.commands.get(message.type);
  const data = detach(message.data);
  const [first, ...others] = [...given.faults, ...checkCommand(message, entry), ...data.faults];
  if (first !== undefined || actor === undefined || entry === undefined) {
    const faults = [first ?? fault('SENDER_UNKNOWN'), ...others] as const;
    const signed = hub.codec.digest({ digest, signature: message.signature ?? '' });
    return rejected({ ...known, id: message.id, digest, faults }, signed);
  }
  return { kind: 'admitted', ...known, message, actor, digest, canonical, entry, data };
}

export function sentFrom({ system, receivedAt, waitsUntil }: Submission): Sent {
  return { sender: { system }, receivedAt, ...defined('waitsUntil', waitsUntil) };
}

/** The same demands on both ways in: a sender says what its bytes are, and sends them as they are. */
function read({ codec }: Hub, { bytes, contentType, contentCoding }: Submission): Decoded {
  if (contentCoding !== undefined) return { faults: [fault('MESSAGE_CODED')] };
  return contentType === ''
    ? { faults: [fault('MESSAGE_FORMAT_UNKNOWN')] }
    : codec.decode(bytes, contentType);
}

export function rejected(given: Omit<Rejected, 'kind' | 'apart'>, signed: string): Rejected {
  const isForSignature = given.faults.some(({ path }) => path === SIGNATURE);
  return { kind: 'rejected', ...given, ...(isForSignature ? { apart: signed } : {}) };
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
    ...checkAuthority(system, authority),
  ];
}

function checkAuthority({ authorities }: NationalSystem, authority: string | undefined): readonly Fault[] {
  if (authority === undefined)
    return [
      fault('ENVELOPE_INVALID', '/authority', { problem: 'a command names the authority that speaks' }),
    ];
  return authorities.includes(authority) ? [] : [fault('NOT_YOUR_AUTHORITY', '/authority', { authority })];
}

function checkCommand(message: Message, entry: Entry | undefined): readonly Fault[] {
  if (entry?.isForSystems !== true) return [fault('COMMAND_UNKNOWN', '/type', { type: message.type })];
  return message.subject !== undefined && message.caseversion === undefined
    ? [fault('CASE_VERSION_REQUIRED', '/caseversion')]
    : [];
}
