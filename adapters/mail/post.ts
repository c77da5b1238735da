import type { Config } from '../config/config.ts';
import type { Post } from '../../hub/ports/surroundings.ts';
import { folderPost } from './folder.ts';
import { smtpPost } from './smtp.ts';

const FILE = 'file:';

/** Where the configuration sends e-mails; nothing where people are not told by e-mail. */
export function openPost({
  MAIL_URL: address,
  MAIL_FROM: from = '',
  MAIL_UNENCRYPTED: plain,
}: Pick<Config, 'MAIL_URL' | 'MAIL_FROM' | 'MAIL_UNENCRYPTED'>): Post | undefined {
  if (address === undefined) return undefined;
  if (address.startsWith(FILE)) return folderPost(address.slice(FILE.length), from);
  return smtpPost(new URL(address), { from, mayBePlain: plain === 'yes' });
}
