import { connect, type ConfirmChannel, type ConsumeMessage } from 'amqplib';

/** What an anchor is told on its command line, as JSON. */
export type AnchorTask = {
  readonly kind: 'relay' | 'transaction' | 'group';
  readonly amqpUrl: string;
  readonly databaseUrl: string;
  readonly from: string;
  readonly to: string;
};

/** Messages in from a queue, out to another with confirms. */
export type Line = {
  /** Publishes, and acknowledges once the broker has confirmed. */
  pass(message: ConsumeMessage): void;
  consume(take: (message: ConsumeMessage) => void): Promise<void>;
};

const PREFETCH = 200;

export async function openLine({ amqpUrl, from, to }: AnchorTask): Promise<Line> {
  const [publishing, consuming] = [await open(amqpUrl), await open(amqpUrl)];
  const out: ConfirmChannel = await publishing.createConfirmChannel();
  const channel = await consuming.createChannel();
  await channel.prefetch(PREFETCH);
  return {
    pass(message) {
      const { messageId, contentType } = message.properties;
      const options = { persistent: true, mandatory: true, messageId, contentType };
      out.publish('', to, message.content, options, (error: unknown) => {
        if (error === null || error === undefined) channel.ack(message);
        else channel.nack(message);
      });
    },
    async consume(take) {
      await channel.consume(from, (message) => {
        if (message !== null) take(message);
      });
    },
  };
}

async function open(url: string) {
  const connection = await connect(url, { noDelay: true });
  connection.on('blocked', () => process.send?.('alarm'));
  return connection;
}

export function idOf({ properties }: ConsumeMessage): string {
  return String(properties.messageId);
}

/** A naive gateway takes the case from a header; here each message names one of these cases. */
export const CASES = 10_000;

export function caseOf(message: ConsumeMessage): number {
  return Number(idOf(message).split('-').at(-1)) % CASES;
}
