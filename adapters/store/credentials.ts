import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Prisma } from './prisma.ts';

/**
 * Secrets of systems: 256 random bits, the broker password and the HTTP secret at once. Only the SHA-256 is kept;
 * a slow hash would add nothing to so much chance.
 */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

export async function saveSecret(prisma: Prisma, system: string, secret: string): Promise<void> {
  const kept = { secretSha256: digestOf(secret), createdAt: new Date() };
  await prisma.systemCredential.upsert({ where: { system }, create: { system, ...kept }, update: kept });
}

export async function verifySecret(prisma: Prisma, system: string, secret: string): Promise<boolean> {
  const stored = await prisma.systemCredential.findUnique({ where: { system } });
  // Compared even when there is no such system, so that the time tells nothing.
  const isEqual = timingSafeEqual(stored?.secretSha256 ?? new Uint8Array(32), digestOf(secret));
  return isEqual && stored !== null;
}

function digestOf(secret: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash('sha256').update(secret).digest());
}
