export const USAGE = `npm run mail -- list         e-mails that could not be sent: id, since when, case, authority, template, attempts, why
npm run mail -- again ID …   lets them be sent again, from the beginning
npm run mail -- again all    the same of all that could not be sent

SMTP_550 and the like are what the e-mail server has answered; NO_ADDRESS and ADDRESS_ODD: look at the authority's address in
the directory; TIME_OUT: the server has not taken it for five days; RECORD_UNSOUND: the case has nobody written it, so run the
audit; FAILED: a bug, see the log.`;

export type Asked =
  { readonly does: 'list' } | { readonly does: 'again'; readonly ids: readonly string[] | 'all' };

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What is asked for; a text where it cannot be understood. */
export function readOptions([does, ...ids]: readonly string[]): Asked | string {
  if (does === 'list' && ids.length === 0) return { does };
  if (does !== 'again' || ids.length === 0) return 'Say what is to be done with which e-mails.';
  if (ids.length === 1 && ids[0] === 'all') return { does, ids: 'all' };
  const odd = ids.find((id) => !ID.test(id));
  return odd === undefined ? { does, ids } : `${odd} is no id of an e-mail.`;
}
