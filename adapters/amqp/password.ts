import { createHash, randomBytes } from 'node:crypto';

/** As RabbitMQ keeps a password: base64 of four bytes of salt and the SHA-256 of salt and password. */
export function passwordHash(password: string, salt: Uint8Array = randomBytes(4)): string {
  const digest = createHash('sha256').update(salt).update(password, 'utf8').digest();
  return Buffer.concat([salt, digest]).toString('base64');
}
