import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import type { Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll } from 'vitest';
import { readEml, type Eml } from '../../scripts/demo/eml.ts';

/** An e-mail as a server has taken it. */
export type Received = Eml & {
  readonly from: string;
  readonly to: readonly string[];
  readonly raw: string;
  readonly isEncrypted: boolean;
};

/** What the server does with an e-mail for this recipient. */
export type Manner =
  | 'take'
  /** 451 to the recipient. */
  | 'busy'
  /** 550 to the recipient. */
  | 'never'
  /** The connection ends in the midst of the message. */
  | 'break'
  /** It has the whole message, and does not say so until `answer` is called. */
  | 'hold';

export type MailServer = {
  readonly url: string;
  /** All that was taken, and what is held. */
  readonly received: readonly Received[];
  /** How often somebody wanted to send to this address. */
  attempts(address: string): number;
  behave(address: string, manner: Manner): void;
  /** Says of all that is held that it was taken. */
  answer(): void;
};

/** A real SMTP server with STARTTLS, on a port of its own, that fails as the test wants it to. */
export function useMailServer(): () => MailServer {
  let server: (MailServer & { close(): Promise<void> }) | undefined;
  beforeAll(async () => {
    server = await openMailServer();
  });
  afterAll(() => server?.close());
  return () => {
    if (server === undefined) throw new TypeError('it is there when the tests begin');
    return server;
  };
}

async function openMailServer(): Promise<MailServer & { close(): Promise<void> }> {
  const manners = new Map<string, Manner>();
  const attempts: string[] = [];
  const received: Received[] = [];
  const held: (() => void)[] = [];
  const sockets = new Set<Socket>();
  async function taken(stream: SMTPServerDataStream, session: SMTPServerSession, done: () => void) {
    const to = session.envelope.rcptTo.map(({ address }) => address);
    const is = (manner: Manner) => to.some((address) => manners.get(address) === manner);
    // As a machine does that loses its power.
    if (is('break'))
      for (const socket of sockets) if (socket.remotePort === session.remotePort) socket.destroy();
    const mail = await receivedFrom(stream, session).catch(() => undefined);
    if (mail === undefined || is('break')) return;
    received.push(mail);
    if (is('hold')) held.push(done);
    else done();
  }
  const server = new SMTPServer({
    logger: false,
    authOptional: true,
    closeTimeout: 100,
    onRcptTo({ address }, _session, done) {
      attempts.push(address);
      const manner = manners.get(address);
      if (manner === 'busy') return done(replying(451, `${address} is busy`));
      if (manner === 'never') return done(replying(550, `${address} is unknown`));
      return done();
    },
    onData: (stream, session, done) => void taken(stream, session, done),
  });
  server.on('error', () => undefined);
  server.server.on('connection', (socket) => void sockets.add(socket));
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `smtp://127.0.0.1:${port}`,
    received,
    attempts: (of) => attempts.filter((one) => one === of).length,
    behave: (of, manner) => void manners.set(of, manner),
    answer() {
      for (const done of held.splice(0)) done();
    },
    close: () =>
      new Promise((resolve) => {
        server.close(resolve);
      }),
  };
}

async function receivedFrom(
  stream: SMTPServerDataStream,
  { envelope, secure }: SMTPServerSession,
): Promise<Received> {
  const bytes = await buffer(stream);
  const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
  const to = envelope.rcptTo.map(({ address }) => address);
  return { ...readEml(bytes), from, to, raw: bytes.toString('latin1'), isEncrypted: secure };
}

function replying(responseCode: number, text: string): Error {
  return Object.assign(new Error(text), { responseCode });
}
