import { setTimeout as pause } from 'node:timers/promises';
import { connect, type ChannelModel, type RecoveringChannelModel } from 'amqplib';
import type { Channel, ChannelOptions } from './channel.ts';
import { openConsumer, type Consumer } from './consumer.ts';
import { connectorFault, isConnectorFault, textOf } from './fault.ts';
import { openPublisher, publish, type Publisher } from './publisher.ts';

const EXCHANGE = 'imi.submit';
const GOODBYE_WITHIN_MS = 2000;

export type AmqpOptions = ChannelOptions & { readonly url: string };

/** What stands between system and broker now; replaced part by part when the connection was lost. */
type Line = {
  readonly connection: RecoveringChannelModel;
  isUp: boolean;
  publisher: Promise<Publisher> | undefined;
};

/**
 * Over AMQP 0-9-1 with the system's own credentials. A broken connection is taken up again by itself; a message whose
 * confirmation was lost with it is published once more, under the same id, which the hub recognises.
 */
export async function openAmqp(options: AmqpOptions): Promise<Channel> {
  const inbox = `inbox.${options.system}`;
  const consumers: Consumer[] = [];
  const line = await openLine(options, async (model) => {
    // Until this is done nobody else listens to a new connection, and an error nobody hears ends the process.
    model.on('error', () => undefined);
    consumers.push(await openConsumer(model, inbox, options));
  });
  return {
    isAnsweredAtOnce: false,
    out: EXCHANGE,
    in: inbox,
    async send(parcel) {
      const route = routeOf(options);
      await insist(line, options.timeout, (publisher) => publish(publisher, parcel, route));
      return undefined;
    },
    async close() {
      await Promise.all(consumers.map((consumer) => consumer.stop()));
      // A broker that has gone in the meantime does not answer, and amqplib would wait for it for ever.
      await Promise.race([line.connection.close(), pause(GOODBYE_WITHIN_MS, undefined, { ref: false })]);
    },
  };
}

async function openLine(options: AmqpOptions, setup: (model: ChannelModel) => Promise<void>): Promise<Line> {
  const recovery = { initialMaxRetries: 0, maxDelay: 2000, setup };
  const clientProperties = { connection_name: options.system };
  const connection = await connect(options.url, { recovery, clientProperties }).catch((error: unknown) => {
    throw connectorFault('NOT_REACHABLE', `${options.system} cannot open its inbox: ${textOf(error)}`);
  });
  const line: Line = { connection, isUp: true, publisher: undefined };
  connection.on('error', options.onTrouble);
  connection.on('connect', () => {
    line.isUp = true;
  });
  connection.on('disconnect', () => {
    line.isUp = false;
    line.publisher = undefined;
  });
  return line;
}

function routeOf({ system, url }: AmqpOptions) {
  // The broker compares `user_id` with the user of the connection.
  return { exchange: EXCHANGE, routingKey: system, userId: decodeURIComponent(new URL(url).username) };
}

/** Tries again what time may heal: a lost connection or confirmation, never a refusal. */
async function insist(
  line: Line,
  timeout: number,
  work: (publisher: Publisher) => Promise<void>,
): Promise<void> {
  const until = Date.now() + timeout;
  for (;;) {
    try {
      return await work(await publisherOf(line));
    } catch (error) {
      const isPassing =
        isConnectorFault(error) && (error.code === 'NOT_CONFIRMED' || error.code === 'NOT_REACHABLE');
      if (!isPassing || Date.now() > until) throw error;
      await pause(100);
    }
  }
}

async function publisherOf(line: Line): Promise<Publisher> {
  if (!line.isUp) throw connectorFault('NOT_REACHABLE', 'The broker cannot be reached.');
  const opening = (line.publisher ??= openPublisher(line.connection));
  const publisher = await opening.catch(() => undefined);
  if (publisher?.isOpen() === true) return publisher;
  if (line.publisher === opening) line.publisher = undefined;
  throw connectorFault('NOT_REACHABLE', 'The broker has closed the channel.');
}
