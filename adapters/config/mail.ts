import Type from 'typebox';

/** E-mails to people. */
export const MAIL = {
  MAIL_URL: Type.Optional(
    Type.String({
      pattern: '^(smtps?://|file:).+',
      description:
        'Where e-mails go: `smtps://` or `smtp://` with host, port, and user and password if it asks for them; or, for training, `file:` and a folder, each e-mail a file. Without it nobody is told by e-mail. Worker and gateway need the same.',
    }),
  ),
  MAIL_FROM: Type.Optional(
    Type.String({
      minLength: 3,
      maxLength: 254,
      pattern: '^[^\\s<>@"(),:;\\[\\]\\\\]+@[A-Za-z0-9.-]+$',
      description: 'Address from which e-mails come, and to which those that cannot be delivered return.',
    }),
  ),
  MAIL_UNENCRYPTED: Type.Union([Type.Literal('yes'), Type.Literal('no')], {
    default: 'no',
    description:
      'Whether a server at `smtp://` may do without STARTTLS. One on this very machine always may; any other must not.',
  }),
  CONSOLE_URL: Type.Optional(
    Type.String({
      pattern: '^https?://',
      description:
        'Where people log in: e-mails carry a link to the case there. Without it they carry the number alone.',
    }),
  ),
};

type Settings = {
  readonly MAIL_URL?: string;
  readonly MAIL_FROM?: string;
  readonly CONSOLE_URL?: string;
};

/** What is wrong with the settings of e-mails; never a value, which may hold a password. */
export function mailProblems({ MAIL_URL, MAIL_FROM, CONSOLE_URL }: Settings): readonly string[] {
  return [
    ...(MAIL_URL !== undefined && MAIL_FROM === undefined ? ['MAIL_URL needs MAIL_FROM'] : []),
    ...(MAIL_URL === undefined || MAIL_URL.startsWith('file:') || isPlain(MAIL_URL)
      ? []
      : ['MAIL_URL must be a scheme, a host, and at the most port, user and password']),
    ...(CONSOLE_URL === undefined || URL.canParse(CONSOLE_URL) ? [] : ['CONSOLE_URL must be an address']),
  ];
}

/** What stands behind the host would be meant to say something, and is not read. */
function isPlain(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { hostname, pathname, search, hash } = new URL(address);
  return hostname !== '' && /^\/?$/.test(pathname) && search === '' && hash === '';
}
