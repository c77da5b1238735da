import type { Directory } from '../../domain/directory/directory.ts';
import type { Readers } from '../../domain/kernel/effects.ts';

/**
 * Where to write to these readers: to the contact address of their authority, whatever their roles. Of the people themselves
 * the directory knows nothing yet.
 */
export function addressesOf(
  { authorities }: Pick<Directory, 'authorities'>,
  { authority }: Readers,
): readonly string[] {
  const { email = '' } = authorities.get(authority) ?? {};
  return email === '' ? [] : [email];
}
