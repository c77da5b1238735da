import { hash } from 'node:crypto';
import { HUB } from '../../domain/kernel/message.ts';
import type { Instant } from '../../domain/kernel/workflow.ts';
import type { ChainHead, EvidenceRecord } from '../ports/records.ts';
import type { Codec } from '../ports/messages.ts';

const ETSI = 'http://uri.etsi.org/19522/Event/';

/** What evidence may testify to: event names and addresses of ETSI EN 319 522-1 and -3, and three that they lack. */
export const EVENTS = {
  SubmissionAcceptance: `${ETSI}SubmissionAcceptance`,
  SubmissionRejection: `${ETSI}SubmissionRejection`,
  /** Made available to the recipient's system: the broker has confirmed it. */
  ContentConsignment: `${ETSI}ContentConsignment`,
  /** Not made available within the time set. */
  ContentConsignmentFailure: `${ETSI}ContentConsignmentFailure`,
  /** People of the recipient were told by e-mail: their server has taken it. */
  ConsignmentNotification: `${ETSI}ConsignmentNotification`,
  /** They could not be told so. */
  ConsignmentNotificationFailure: `${ETSI}ConsignmentNotificationFailure`,
  /** The recipient's system has said that it has it. */
  ContentHandover: `${ETSI}ContentHandover`,
  /** The recipient's system has refused it, or has not come for it within the time set. */
  ContentHandoverFailure: `${ETSI}ContentHandoverFailure`,
  /** Something that the hub itself did: a job is finished, the clock has struck. */
  HubAction: `${HUB}:event:HubAction`,
  /** Somebody has been shown personal data of a case that he came for. */
  DataAccess: `${HUB}:event:DataAccess`,
  /** A system has got a secret, another one, or none any more. */
  CredentialChange: `${HUB}:event:CredentialChange`,
} as const satisfies Readonly<Record<string, string>>;

export type EvidenceEvent = keyof typeof EVENTS;

/** Address of SHA-256 (XML Encryption), as the standard names digest methods. */
export const SHA_256 = 'http://www.w3.org/2001/04/xmlenc#sha256';

/** What happened to whom, in the components of ETSI EN 319 522-3. Digests only, and no id that a person has chosen. */
export type Testimony = {
  readonly event: EvidenceEvent;
  readonly at: Instant;
  /** Codes, such as those of the faults for which a message was refused. */
  readonly reasons?: readonly string[];
  readonly sender?: Party;
  readonly recipient?: Party;
  /** SHA-256 of what was sent, hexadecimal. */
  readonly digest?: string;
  /** What the standard has no component for. */
  readonly more?: Readonly<Record<string, unknown>>;
};

/** Of a person and of an invitation only the number. */
export type Party = {
  readonly system?: string;
  readonly person?: string;
  readonly invitation?: string;
  readonly authority?: string;
};

/** What the hub does where there is no case: to these records their chains' rows are held. */
export const KEEP_LETTER = 'letter.keep';
export const IMPORT_DIRECTORY = 'directory.import';

/** The chain of all that was published as directory. */
export const DIRECTORY_CHAIN = 'hub/directory';

/** Hash before the first record of a chain. */
export const CHAIN_START = '0'.repeat(64);

/**
 * Adds a record to a chain. The hash covers the body by its own digest alone, so that a record can be withheld from who may
 * not see it, and the chain can be followed all the same.
 */
export function append(
  codec: Pick<Codec, 'canonical' | 'digest'>,
  head: ChainHead,
  testimony: Testimony,
): { readonly record: EvidenceRecord; readonly head: ChainHead } {
  const { chain, caseSeq } = head;
  const seq = head.seq + 1;
  const body = codec.canonical(componentsOf(testimony));
  const link = { chain, seq, prev: head.hash, content: hash('sha256', body, 'hex') };
  const own = codec.digest(link);
  return {
    record: {
      chain,
      seq,
      kind: testimony.event,
      at: testimony.at,
      body,
      prev: head.hash,
      hash: own,
      caseSeq,
    },
    head: { chain, seq, hash: own, caseSeq },
  };
}

function componentsOf({ event, at, reasons, sender, recipient, digest, more }: Testimony) {
  return {
    ...more,
    erdsEventId: EVENTS[event],
    eventTime: at,
    evidenceIssuerDetails: HUB,
    ...(reasons === undefined ? {} : { eventReasons: reasons }),
    ...(sender === undefined ? {} : { senderDetails: sender }),
    ...(recipient === undefined ? {} : { recipientDetails: recipient }),
    ...(digest === undefined ? {} : { userContentInfo: { digestMethod: SHA_256, digestValue: digest } }),
  };
}
