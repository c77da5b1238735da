import type { PoolClient } from 'pg';
import type { Changes } from '../../hub/ports/records.ts';
import type { Vault } from './vault.ts';

/** Keys of the cases at hand: those loaded, and new ones for cases that are opened. */
export type Keys = Map<string, Buffer>;

// Only an erased case has none.
const RENEW = `UPDATE case_file c SET wrapped_key = t.wrapped_key
  FROM unnest($1::text[], $2::bytea[]) AS t(number, wrapped_key)
  WHERE c.number = t.number AND c.wrapped_key IS NULL AND c.erased_at IS NOT NULL`;

/** What comes after the erasure of a case, such as a report without personal data, is sealed under a key of its own. */
export async function renewKeys(
  client: PoolClient,
  changes: Changes,
  { vault, keys }: { readonly vault: Vault; readonly keys: Keys },
): Promise<void> {
  const numbers = [...new Set(sealedIn(changes))].filter((number) => !keys.has(number));
  if (numbers.length === 0) return;
  const fresh = numbers.map((number) => [number, vault.newKey()] as const);
  const wrapped = fresh.map(([number, key]) => vault.wrap(key, number));
  const { rowCount } = await client.query(RENEW, [numbers, wrapped]);
  if (rowCount !== numbers.length) throw new TypeError('a case that is written to has not been loaded');
  for (const [number, key] of fresh) keys.set(number, key);
}

function sealedIn({
  events,
  blobs,
  claims,
  shared,
  originals,
  finished,
  extended,
}: Changes): readonly string[] {
  const contents = events.filter((event) => event.sealed !== undefined);
  return [...contents, ...blobs, ...claims, ...shared, ...originals, ...finished, ...extended].map(
    ({ caseNumber }) => caseNumber,
  );
}
