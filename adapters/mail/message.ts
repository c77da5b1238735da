import { ADDRESS } from '../../schemas/directory.ts';
import type { SendMailOptions } from 'nodemailer';
import { hubFault } from '../../hub/faults.ts';
import type { Letter } from '../../hub/ports/surroundings.ts';

const MAILBOX = new RegExp(ADDRESS, 'u');

/** An e-mail as it goes out: plain text, nothing attached, and marked as sent by no person (RFC 3834). */
export function messageOf({ id, at, to, subject, text, language }: Letter, from: string): SendMailOptions {
  const odd = to.some((address) => !MAILBOX.test(address));
  if (odd || to.length === 0)
    throw hubFault('MAIL_REFUSED', 'no address to send to', { code: 'ADDRESS_ODD' });
  return {
    messageId: `<${id}@${domainOf(from)}>`,
    date: new Date(at),
    from: { name: '', address: from },
    to: to.map((address) => ({ name: '', address })),
    subject,
    text,
    textEncoding: 'quoted-printable',
    headers: { 'Auto-Submitted': 'auto-generated', 'Content-Language': language },
    xMailer: false,
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1);
}
