/** Bytes of a document, from the first to the last of them. */
export type Range = { readonly first: number; readonly last: number };

/**
 * The one range that a request asks for (RFC 9110, 14.1.2): `none` where all is wanted, or several, or it cannot be read, and
 * `outside` where there is nothing of it.
 */
export function rangeIn(header: string | undefined, size: number): Range | 'none' | 'outside' {
  const [, from = '', to = ''] = /^bytes=([0-9]{0,16})-([0-9]{0,16})$/.exec(header ?? '') ?? [];
  if (from === '' && to === '') return 'none';
  const end = size - 1;
  const range =
    from === ''
      ? { first: Math.max(0, size - Number(to)), last: end }
      : { first: Number(from), last: to === '' ? end : Math.min(end, Number(to)) };
  if (from !== '' && to !== '' && Number(to) < Number(from)) return 'none';
  return range.first <= range.last ? range : 'outside';
}
