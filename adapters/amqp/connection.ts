import { setTimeout as sleep } from 'node:timers/promises';
import { connect, type Channel, type RecoveringChannelModel } from 'amqplib';
import { hubFault } from '../../hub/faults.ts';
import type { Log } from '../../hub/ports.ts';

/** A connection that comes back by itself; its channels do not, see `keepChannel`. */
export async function openConnection(url: string, log: Log): Promise<RecoveringChannelModel> {
  const recovery = { initialDelay: 200, maxDelay: 2000, factor: 2, jitter: 0.2, initialMaxRetries: 20 };
  const connection = await connect(url, { timeout: 10_000, noDelay: true, recovery });
  connection.on('disconnect', () => log.warn({}, 'broker connection lost'));
  connection.on('connect', () => log.info({}, 'broker connected'));
  connection.on('blocked', (reason: string) => log.warn({ reason }, 'broker blocks publishers'));
  connection.on('error', () => {
    // `disconnect` says it; without a listener the process would end.
  });
  return connection;
}

export type KeptChannel = { stop(): Promise<void> };

const PAUSE_MS = 250;

/**
 * Keeps one channel open for as long as the process runs: a channel that the broker has closed, alone or with its
 * connection, is opened and set up again. The first opening must succeed.
 */
export async function keepChannel<C extends Channel>(
  open: () => Promise<C>,
  use: (channel: C) => Promise<void>,
  log: Log,
): Promise<KeptChannel> {
  let current: C | undefined;
  let stopped = false;
  const isWanted = () => !stopped;
  async function start() {
    const channel = await open();
    let isLost = false;
    channel.on('error', (error: Error) =>
      log.warn({ reason: error.message }, 'channel closed by the broker'),
    );
    channel.on('close', () => {
      isLost = true;
      // Before it is the current one, whoever opens it tries again.
      if (channel === current && isWanted()) void again();
    });
    await use(channel).catch(async (error: unknown) => {
      await channel.close().catch(() => undefined);
      throw error;
    });
    if (isLost) throw hubFault('BROKER_UNAVAILABLE', 'the channel was lost while it was set up');
    current = channel;
  }
  async function again() {
    while (isWanted()) {
      await sleep(PAUSE_MS);
      try {
        return await start();
      } catch {
        // The broker is not back yet; whoever waits for a confirm has been told already.
      }
    }
  }
  await start();
  return {
    async stop() {
      stopped = true;
      await current?.close().catch(() => undefined);
    },
  };
}
