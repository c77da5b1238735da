import Type, { type TObject, type TProperties, type TSchema } from 'typebox';
import { Value } from 'typebox/value';
import { HUB, schemaUrn } from '../../domain/kernel/message.ts';
import {
  bytes,
  code,
  instant,
  integer,
  oneOf,
  optional,
  personNumber,
  record,
} from '../../domain/kernel/says.ts';

/** One kind of message: a command towards the hub, or an event, task or receipt from it. */
export type MessageType = {
  readonly type: string;
  readonly direction: 'to hub' | 'from hub';
  readonly summary: string;
  readonly data: TSchema;
  /** Whether a message of this type names a case. */
  readonly subject: 'required' | 'forbidden' | 'optional';
};

const NAME = '[A-Za-z0-9][A-Za-z0-9_.-]*';
const SYSTEM = `^${HUB}:system:${NAME}$`;
/** Forms that persons fill in, those invited among them, are kept as messages. */
const KINDS = '(system|person|invitation)';
const SENDER = `^${HUB}:${KINDS}:${NAME}$`;

export function caseNumber(about = 'Case number.') {
  return code(64, { about });
}

export const SCALARS = {
  id: code(128, { about: 'Unique per source; a repeat is recognised by it.' }),
  type: code(64),
  subject: caseNumber(),
  time: instant('When the message was made.'),
  authority: code(64, { about: 'The authority that speaks, or that is spoken to.' }),
  caseversion: integer({ min: 0, max: 2_147_483_647 }, 'Version of the case that the message is about.'),
  signature: {
    ...bytes(
      16_384,
      'DER CMS signature (RFC 5652), detached, over the RFC 8785 canonical form of the message without it.',
    ),
    minLength: 4,
  },
  system: Type.String({ minLength: 1, maxLength: 96, pattern: SYSTEM }),
  sender: Type.String({ minLength: 1, maxLength: 96, pattern: SENDER }),
};

/** Whether a message can have it for its id. */
export function isMessageId(id: string): boolean {
  return Value.Check(SCALARS.id, id);
}

/** Whether a message can have it for its source. */
export function isSource(urn: string): boolean {
  return Value.Check(SCALARS.sender, urn);
}

const NUMBER = personNumber();

export function isPersonNumber(number: string): boolean {
  return Value.Check(NUMBER, number);
}

/** The whole message of one type: CloudEvents 1.0.2 attributes and its data, as one closed record. */
export function messageSchema(type: MessageType): TObject {
  const isFromHub = type.direction === 'from hub';
  return record(
    {
      ...common(oneOf([type.type]), oneOf([schemaUrn(type.type)])),
      source: isFromHub ? oneOf([HUB]) : SCALARS.sender,
      ...(isFromHub ? { receiver: SCALARS.sender, duplicate: optional(oneOf(['DUPLICATE_SAME'])) } : {}),
      ...subject(type.subject),
      data: type.data,
    },
    type.summary,
  );
}

/** What can be said of a message whose type nobody knows: its envelope alone. */
export function unknownEnvelope(): TSchema {
  const anySchema = `^${HUB}:schema:[0-9][0-9.]*:[A-Za-z0-9][A-Za-z0-9_.:@/-]*$`;
  return record({
    ...common(SCALARS.type, Type.String({ minLength: 1, maxLength: 128, pattern: anySchema })),
    source: Type.String({
      minLength: 1,
      maxLength: 96,
      pattern: `^${HUB}(:${KINDS}:${NAME})?$`,
    }),
    receiver: optional(SCALARS.sender),
    duplicate: optional(oneOf(['DUPLICATE_SAME'])),
    subject: optional(SCALARS.subject),
  });
}

function common<T extends TSchema, D extends TSchema>(type: T, dataschema: D) {
  return {
    specversion: oneOf(['1.0']),
    id: SCALARS.id,
    type,
    time: SCALARS.time,
    dataschema,
    datacontenttype: oneOf(['application/json']),
    authority: optional(SCALARS.authority),
    caseversion: optional(SCALARS.caseversion),
    signature: optional(SCALARS.signature),
  };
}

function subject(rule: MessageType['subject']): TProperties {
  if (rule === 'forbidden') return {};
  return { subject: rule === 'required' ? SCALARS.subject : optional(SCALARS.subject) };
}

/** The type that a `dataschema` names, whatever its version. */
export function typeOfSchemaUrn(urn: string): string | undefined {
  return /^urn:imi-hub:schema:[0-9.]{1,16}:(.{1,128})$/.exec(urn)?.[1];
}
