import { setTimeout as sleep } from 'node:timers/promises';
import { connect, type Channel, type RecoveringChannelModel } from 'amqplib';
import { hubFault } from '../../hub/faults.ts';
import type { Log } from '../../hub/ports/surroundings.ts';
import { sayGoodbye } from './goodbye.ts';

/** Seconds; a line on which nothing was heard for twice as long is given up. The broker's own default is a minute. */
const HEARTBEAT = 10;

/** A connection that comes back by itself; its channels do not, see `keepChannel`. */
export async function openConnection(url: string, log: Log): Promise<RecoveringChannelModel> {
  const recovery = { initialDelay: 200, maxDelay: 2000, factor: 2, jitter: 0.2, initialMaxRetries: 20 };
  const connection = await connect(withHeartbeat(url), { timeout: 10_000, noDelay: true, recovery });
  connection.on('disconnect', () => log.warn({}, 'broker connection lost'));
  connection.on('connect', () => log.info({}, 'broker connected'));
  connection.on('blocked', (reason: string) => log.warn({ reason }, 'broker blocks publishers'));
  connection.on('error', () => {
    // `disconnect` says it; without a listener the process would end.
  });
  return connection;
}

/** Where the address says it, that holds. */
function withHeartbeat(address: string): string {
  const url = new URL(address);
  if (!url.searchParams.has('heartbeat')) url.searchParams.set('heartbeat', String(HEARTBEAT));
  return url.href;
}

export type KeptChannel = {
  isOpen(): boolean;
  /** Closes it, and leaves it closed: the broker gives what was taken over it and not answered to somebody again. */
  suspend(): Promise<void>;
  /** Opens it again; returns at once, and goes on trying until it succeeds. */
  resume(): void;
};

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 4000;

/**
 * Keeps one channel open for as long as it is wanted: a channel that the broker has closed, alone or with its connection, is
 * opened and set up again. The first opening must succeed.
 */
export async function keepChannel<C extends Channel>(
  open: () => Promise<C>,
  use: (channel: C) => Promise<void>,
  log: Log,
): Promise<KeptChannel> {
  let current: C | undefined;
  let isWanted = true;
  let opening: Promise<void> | undefined;
  async function start() {
    const channel = await open();
    let isLost = false;
    channel.on('error', (error: Error) =>
      log.warn({ reason: error.message }, 'channel closed by the broker'),
    );
    channel.on('close', () => {
      isLost = true;
      // Before it is the current one, whoever opens it tries again.
      if (channel !== current) return;
      current = undefined;
      reopen();
    });
    await use(channel).catch(async (error: unknown) => {
      await sayGoodbye(channel);
      throw error;
    });
    if (isLost) throw hubFault('BROKER_UNAVAILABLE', 'the channel was lost while it was set up');
    if (stillWanted()) current = channel;
    else await sayGoodbye(channel);
  }
  const stillWanted = () => isWanted;
  function reopen() {
    if (!isWanted || current !== undefined) return;
    opening ??= again().finally(() => {
      opening = undefined;
      // Lost in the very moment in which it had been opened.
      reopen();
    });
  }
  async function again() {
    for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
      await sleep(pause);
      if (!stillWanted()) return;
      try {
        return await start();
      } catch {
        // The broker is not back yet; whoever waits for a confirm has been told already.
      }
    }
  }
  await start();
  return {
    isOpen: () => current !== undefined,
    async suspend() {
      isWanted = false;
      const closing = current;
      current = undefined;
      if (closing !== undefined) await sayGoodbye(closing);
    },
    resume() {
      isWanted = true;
      reopen();
    },
  };
}
