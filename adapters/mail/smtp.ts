import { createTransport, type SMTPTransportOptions } from 'nodemailer';
import { isHubFault } from '../../hub/faults.ts';
import type { Post } from '../../hub/ports/surroundings.ts';
import { mailFault } from './faults.ts';
import { messageOf } from './message.ts';

const CONNECT_WITHIN_MS = 10_000;
const GREET_WITHIN_MS = 30_000;
/** A server that goes through the whole message before it answers takes its time; to give up too early sends it twice. */
const ANSWER_WITHIN_MS = 60_000;
/** For one e-mail from first to last; the job that sends holds it for longer than that. */
const DONE_WITHIN_MS = 180_000;

type How = { readonly from: string; readonly mayBePlain: boolean };

/** Hands e-mails to an SMTP server, each over a connection of its own: sent is what it has answered with 250 after DATA. */
export function smtpPost(address: URL, how: How): Post {
  const transport = createTransport(smtpOptions(address, how));
  return {
    async send(letter) {
      const signal = AbortSignal.timeout(DONE_WITHIN_MS);
      try {
        const { rejectedErrors = [] } = await transport.sendMail({ ...messageOf(letter, how.from), signal });
        // Taken for one address and not for another it is not sent; who has it already knows it by its Message-ID.
        const [first] = rejectedErrors;
        if (first !== undefined) throw first;
      } catch (error) {
        throw isHubFault(error) ? error : mailFault(error);
      }
    },
  };
}

/** Nothing goes to another machine in clear, unless the configuration says so. */
export function smtpOptions(
  { protocol, hostname, port, username, password }: URL,
  { mayBePlain }: Pick<How, 'mayBePlain'>,
): SMTPTransportOptions {
  const secure = protocol === 'smtps:';
  const host = hostname.replaceAll(/[[\]]/g, '');
  const isHere = isLoopback(host);
  const auth = { user: decodeURIComponent(username), pass: decodeURIComponent(password) };
  return {
    host,
    port: port === '' ? (secure ? 465 : 587) : Number(port),
    secure,
    requireTLS: !secure && !isHere && !mayBePlain,
    // On this machine a relay shows whatever certificate it was installed with.
    tls: { minVersion: 'TLSv1.2', rejectUnauthorized: !isHere },
    ...(username === '' ? {} : { auth }),
    dnsTimeout: CONNECT_WITHIN_MS,
    connectionTimeout: CONNECT_WITHIN_MS,
    greetingTimeout: GREET_WITHIN_MS,
    socketTimeout: ANSWER_WITHIN_MS,
  };
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}
