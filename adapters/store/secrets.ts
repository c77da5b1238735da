import { openMacs } from './macs.ts';
import type { Secrets } from './message-row.ts';
import { openVault } from './vault.ts';

/** What the master key (base64 of 32 bytes) opens and vouches for; nothing where it is none. */
export function openSecrets(masterKey: string | undefined): Secrets | undefined {
  const key = Buffer.from(masterKey ?? '', 'base64');
  return key.length === 32 ? { vault: openVault(key), macs: openMacs(key) } : undefined;
}
