import { SCHEMA_VERSION } from '../../domain/kernel/message.ts';
import {
  EXCHANGES,
  HUB_QUEUES,
  SUBMIT,
  SUBMISSIONS,
  inboxQueue,
  type Queue,
} from '../../adapters/amqp/topology.ts';
import { MESSAGE_TYPES } from '../../schemas/catalogue.ts';
import type { MessageType } from '../../schemas/message/book.ts';
import { componentsOf } from '../../gateway/describe/components.ts';

/** Bindings of AMQP 0-9-1 to AsyncAPI, in this version of theirs. */
const BINDING = { bindingVersion: '0.3.0' };

/**
 * The AsyncAPI 3.0 document, from where the hub stands: it receives what systems submit and sends what waits in their
 * inboxes. Queue arguments have no place in the binding, so they stand in an extension.
 */
export function asyncapi(): unknown {
  const { messages, shared } = componentsOf(MESSAGE_TYPES);
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
    channels: { submit: submitChannel(), inbox: inboxChannel() },
    operations: { submit: submitOperation(), deliver: deliverOperation() },
    components: {
      messages: Object.fromEntries(
        MESSAGE_TYPES.map((type) => [type.type, message(type, messages[type.type])]),
      ),
      schemas: shared,
      securitySchemes: {
        broker: {
          type: 'userPassword',
          description: "The system's own user; its name is checked as `user_id`.",
        },
      },
    },
    'x-exchanges': EXCHANGES,
    'x-queues': HUB_QUEUES.map(queueView),
  };
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

function submitChannel() {
  const exchange = EXCHANGES.find(({ name }) => name === SUBMIT);
  return {
    address: '{system}',
    description: exchange?.about,
    parameters: { system: { description: 'Name of the system: the routing key.' } },
    messages: messagesOf('to hub'),
    bindings: {
      amqp: {
        is: 'routingKey',
        exchange: { name: SUBMIT, type: exchange?.type, durable: true, autoDelete: false },
        ...BINDING,
      },
    },
  };
}

function inboxChannel() {
  const queue = inboxQueue('{system}');
  return {
    address: queue.name,
    description: queue.about,
    parameters: { system: { description: 'Name of the system.' } },
    messages: messagesOf('from hub'),
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
    bindings: { amqp: { ack: true, ...BINDING } },
    'x-queue': SUBMISSIONS,
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

function messagesOf(direction: MessageType['direction']) {
  const types = MESSAGE_TYPES.filter((type) => type.direction === direction);
  return Object.fromEntries(types.map(({ type }) => [type, { $ref: `#/components/messages/${type}` }]));
}

function message(type: MessageType, payload: unknown) {
  return {
    name: type.type,
    title: type.type,
    summary: type.summary,
    contentType: 'application/cloudevents+json',
    payload,
    bindings: { amqp: { messageType: type.type, ...BINDING } },
    'x-xml': { contentType: 'application/xml', schema: `/schemas/${SCHEMA_VERSION}/${type.type}.xsd` },
  };
}
