import { SCHEMA_VERSION } from '../../domain/kernel/message.ts';
import {
  EXCHANGES,
  HUB_QUEUES,
  LARGEST_ON_BROKER,
  SUBMIT,
  inboxQueue,
  submissionQueue,
  type Queue,
} from '../../adapters/amqp/topology.ts';
import { LARGEST_MESSAGE } from '../../hub/intake/unread.ts';
import { CATALOGUE, type Catalogue } from '../../schemas/catalogue.ts';
import type { MessageType } from '../../schemas/message/book.ts';
import { componentsOf } from '../../gateway/describe/components.ts';

/** Bindings of AMQP 0-9-1 to AsyncAPI, in this version of theirs. */
const BINDING = { bindingVersion: '0.3.0' };

/**
 * The AsyncAPI 3.0 document, from where the hub stands: it receives what systems submit and sends what waits in their
 * inboxes. Queue arguments have no place in the binding, so they stand in an extension.
 */
export function asyncapi({ types }: Pick<Catalogue, 'types'> = CATALOGUE): unknown {
  const { messages, shared } = componentsOf(types);
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'imi-hub',
      version: SCHEMA_VERSION,
      description: 'Messages between national systems and the hub: CloudEvents attributes over AMQP 0-9-1.',
      license: { name: 'EUPL-1.2' },
    },
    defaultContentType: 'application/cloudevents+json',
    servers: { broker: server() },
    channels: { submit: submitChannel(types), inbox: inboxChannel(types) },
    operations: { submit: submitOperation(), deliver: deliverOperation() },
    components: {
      messages: Object.fromEntries(types.map((type) => [type.type, message(type, messages[type.type])])),
      schemas: { ...shared, submitted: SUBMITTED, delivered: DELIVERED },
      securitySchemes: {
        broker: {
          type: 'userPassword',
          description: "The system's own user; its name is checked as `user_id`.",
        },
      },
    },
    'x-exchanges': EXCHANGES,
    'x-queues': [submissionQueue('{system}'), ...HUB_QUEUES].map(queueView),
    'x-largest-message': { bytes: LARGEST_MESSAGE, onBroker: LARGEST_ON_BROKER },
  };
}

const CONTENT_TYPES = ['application/cloudevents+json', 'application/xml'];

/** The properties of AMQP 0-9-1 (class `basic`), for which the binding has no place of its own. */
const SUBMITTED = {
  type: 'object',
  description:
    'Properties of a message that is published (AMQP 0-9-1, class basic), not its table of headers.',
  required: ['user_id', 'message_id', 'content_type', 'delivery_mode'],
  properties: {
    user_id: {
      type: 'string',
      description: 'The user of the connection: the system. The broker compares the two.',
    },
    message_id: { type: 'string', maxLength: 128, description: 'The id of the message, as it stands in it.' },
    content_type: { enum: [...CONTENT_TYPES, 'application/json', 'text/xml'] },
    content_encoding: { enum: ['identity', 'utf-8'], description: 'Messages are not packed; best left out.' },
    delivery_mode: { const: 2, description: 'Persistent.' },
  },
};

const DELIVERED = {
  type: 'object',
  description: 'Properties of a message in an inbox (AMQP 0-9-1, class basic), not its table of headers.',
  required: ['message_id', 'correlation_id', 'type', 'content_type', 'delivery_mode'],
  properties: {
    message_id: {
      type: 'string',
      format: 'uuid',
      description: 'The id of the delivery: it never changes when the same delivery comes again.',
    },
    correlation_id: {
      type: 'string',
      description:
        'Of a receipt the `message_id` of the message that it answers; of everything else the case number.',
    },
    type: { type: 'string', description: 'The type of the message.' },
    content_type: { enum: CONTENT_TYPES },
    delivery_mode: { const: 2, description: 'Persistent.' },
  },
};

/** By what a system pairs what it has sent with its receipt: its own id there, which comes back here. */
function correlation({ direction, type }: MessageType) {
  const isSent = direction === 'to hub';
  const what = isSent || type === 'receipt' ? 'The id of the message that is answered.' : 'The case number.';
  return { description: what, location: `$message.header#/${isSent ? 'message_id' : 'correlation_id'}` };
}

function server() {
  return {
    host: '{host}',
    protocol: 'amqps',
    protocolVersion: '0-9-1',
    variables: { host: { description: 'Address of the broker.', default: 'localhost:5671' } },
    security: [{ $ref: '#/components/securitySchemes/broker' }],
  };
}

function submitChannel(types: readonly MessageType[]) {
  const exchange = EXCHANGES.find(({ name }) => name === SUBMIT);
  return {
    address: '{system}',
    description: exchange?.about,
    parameters: { system: { description: 'Name of the system: the routing key.' } },
    messages: messagesOf(types, 'to hub'),
    bindings: {
      amqp: {
        is: 'routingKey',
        exchange: { name: SUBMIT, type: exchange?.type, durable: true, autoDelete: false },
        ...BINDING,
      },
    },
  };
}

function inboxChannel(types: readonly MessageType[]) {
  const queue = inboxQueue('{system}');
  return {
    address: queue.name,
    description: queue.about,
    parameters: { system: { description: 'Name of the system.' } },
    messages: messagesOf(types, 'from hub'),
    bindings: { amqp: { is: 'queue', queue: queueBinding(queue), ...BINDING } },
    'x-arguments': queue.arguments,
  };
}

function queueBinding({ name }: Queue) {
  return { name, durable: true, exclusive: false, autoDelete: false };
}

function queueView(queue: Queue) {
  return { ...queueBinding(queue), description: queue.about, arguments: queue.arguments };
}

function submitOperation() {
  return {
    action: 'receive',
    channel: { $ref: '#/channels/submit' },
    summary: 'Systems submit commands; each is answered by one receipt.',
    bindings: { amqp: { ack: true, userId: '{system}', deliveryMode: 2, mandatory: true, ...BINDING } },
    'x-queue': submissionQueue('{system}').name,
  };
}

/** Persistent (2), and returned where there is no queue. */
function deliverOperation() {
  return {
    action: 'send',
    channel: { $ref: '#/channels/inbox' },
    summary: 'The hub answers, and tells what other parties have done.',
    bindings: { amqp: { deliveryMode: 2, mandatory: true, ...BINDING } },
  };
}

function messagesOf(all: readonly MessageType[], direction: MessageType['direction']) {
  const types = all.filter((type) => type.direction === direction);
  return Object.fromEntries(types.map(({ type }) => [type, { $ref: `#/components/messages/${type}` }]));
}

function message(type: MessageType, payload: unknown) {
  return {
    name: type.type,
    title: type.type,
    summary: type.summary,
    contentType: 'application/cloudevents+json',
    headers: { $ref: `#/components/schemas/${type.direction === 'to hub' ? 'submitted' : 'delivered'}` },
    correlationId: correlation(type),
    payload,
    bindings: { amqp: { messageType: type.type, ...BINDING } },
    'x-xml': { contentType: 'application/xml', schema: `/schemas/${SCHEMA_VERSION}/${type.type}.xsd` },
  };
}
