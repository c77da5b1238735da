import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Pool } from 'pg';

/**
 * Secrets of systems: 256 random bits, the broker password and the HTTP secret at once. Only the SHA-256 is kept;
 * a slow hash would add nothing to so much chance.
 */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

export async function saveSecret(pool: Pool, system: string, secret: string): Promise<void> {
  await pool.query(
    `INSERT INTO system_credential (system, secret_sha256, created_at) VALUES ($1, $2, now())
     ON CONFLICT (system) DO UPDATE SET secret_sha256 = EXCLUDED.secret_sha256, created_at = EXCLUDED.created_at`,
    [system, digestOf(secret)],
  );
}

export async function verifySecret(pool: Pool, system: string, secret: string): Promise<boolean> {
  const { rows } = await pool.query<{ secret_sha256: Buffer }>({
    name: 'credential',
    text: 'SELECT secret_sha256 FROM system_credential WHERE system = $1',
    values: [system],
  });
  // Compared even when there is no such system, so that the time tells nothing.
  const stored = rows[0]?.secret_sha256 ?? Buffer.alloc(32);
  return timingSafeEqual(stored, digestOf(secret)) && rows.length > 0;
}

function digestOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
