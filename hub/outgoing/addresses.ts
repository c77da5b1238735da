import type { Directory } from '../../domain/directory/directory.ts';

/**
 * Where to write to readers of this authority: to its contact address, whatever their roles. Of the people themselves the
 * directory knows nothing yet.
 */
export function addressesOf(
  { authorities }: Pick<Directory, 'authorities'>,
  authority: string,
): readonly string[] {
  const { email = '' } = authorities.get(authority) ?? {};
  return email === '' ? [] : [email];
}
