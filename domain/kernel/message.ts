/**
 * One message in its canonical form: the meaning that its XML and its JSON form share. Attribute names are those of
 * CloudEvents 1.0.2, extended by `authority`, `caseversion`, `receiver`, `duplicate` and `signature`.
 */
export type Message = {
  readonly specversion: '1.0';
  /** Unique per source. A repeat is recognised by it. */
  readonly id: string;
  /** `urn:imi-hub:system:<id>` of a national system, `…:person:<number>` of a person, `…:invitation:<number>` of who was invited, or `urn:imi-hub`. */
  readonly source: string;
  /** A command in the imperative towards the hub (`request.send`); from the hub an event (`request.sent`) or `receipt`. */
  readonly type: string;
  /** Case number. */
  readonly subject?: string;
  /** RFC 3339 instant at which the message was made, UTC. */
  readonly time: string;
  /** `urn:imi-hub:schema:<version>:<type>`. */
  readonly dataschema: string;
  readonly datacontenttype: 'application/json';
  /** The authority that speaks, or that is spoken to. */
  readonly authority?: string;
  /** Version of the case that the message was made against, or that it reports. */
  readonly caseversion?: number;
  /** The receiving system, in messages of the hub; a message without it is for the hub. */
  readonly receiver?: string;
  /** Marks the repetition of a receipt. */
  readonly duplicate?: 'DUPLICATE_SAME';
  readonly data: unknown;
  /**
   * Base64 of a DER CMS signature (RFC 5652), detached, over the UTF-8 bytes of the RFC 8785 canonical form of the message
   * without this attribute.
   */
  readonly signature?: string;
};

export const HUB = 'urn:imi-hub';
export const SCHEMA_VERSION = '1.0';

export function systemUrn(system: string): string {
  return `${HUB}:system:${system}`;
}

/** Of a person who acts for an authority only the number is said. */
export function personUrn(person: string): string {
  return `${HUB}:person:${person}`;
}

/** Of whoever was invited only the number of the invitation is said; the code that was sent out is a secret. */
export function invitationUrn(invitation: string): string {
  return `${HUB}:invitation:${invitation}`;
}

export function schemaUrn(type: string): string {
  return `${HUB}:schema:${SCHEMA_VERSION}:${type}`;
}

/** The message itself: what a signature is over, and what a repeat is recognised by. Signed anew it is still the same. */
export function unsigned(message: Message): Message {
  if (message.signature === undefined) return message;
  const { signature: _, ...said } = message;
  return said;
}
