import { hubFault, type HubFault } from '../../hub/faults.ts';

/** What an SMTP server says of one e-mail, rather than of whoever sends: its replies to these commands. */
const OF_THIS_ONE = new Set(['RCPT TO', 'DATA']);
/** The server is about to close, whatever it was asked. */
const CLOSING = 421;

/** The library itself would not have it. */
const ASKED_NOBODY = 'API';
/** The codes that it gives for an envelope or a message that no server was asked about. */
const ODD = new Set(['EENVELOPE', 'EMESSAGE']);

/**
 * A failure in the hub's words: a code, and whether it is the server that is away. Texts of servers quote addresses, and are
 * left out. Only a final no (5xx) to the recipient or to the message itself is one.
 */
export function mailFault(error: unknown): HubFault {
  const { code, responseCode, command } = told(error);
  if (responseCode === undefined)
    return ODD.has(code) && command === ASKED_NOBODY ? refused('ADDRESS_ODD') : waits({ code, isAway: true });
  const reply = `SMTP_${responseCode}`;
  if (!OF_THIS_ONE.has(command) || responseCode === CLOSING) return waits({ code: reply, isAway: true });
  return isFinal(responseCode) ? refused(reply) : waits({ code: reply, isAway: false });
}

/** RFC 5321, 4.2.1: what is no reply at all says nothing. */
function isFinal(responseCode: number): boolean {
  return responseCode >= 500 && responseCode < 600;
}

function refused(code: string): HubFault {
  return hubFault('MAIL_REFUSED', 'the e-mail server will not take the e-mail', { code });
}

function waits(facts: { readonly code: string; readonly isAway: boolean }): HubFault {
  return hubFault('MAIL_WAITS', 'the e-mail server does not take the e-mail now', facts);
}

type Told = { readonly code: string; readonly responseCode: number | undefined; readonly command: string };

function told(error: unknown): Told {
  if (!(error instanceof Error)) return { code: 'UNKNOWN', responseCode: undefined, command: '' };
  const { code, responseCode, command }: Readonly<Record<string, unknown>> = { ...error };
  return {
    code: typeof code === 'string' ? code : error.name,
    responseCode: typeof responseCode === 'number' ? responseCode : undefined,
    command: typeof command === 'string' ? command : '',
  };
}
